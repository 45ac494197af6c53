using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Search;

/// <summary>Queries in an order, counts and filters on the key, against the same on a plain list of documents.</summary>
public sealed class OrderedQueryTests : IDisposable
{
    private static readonly (string Field, Func<Document, IComparable?> Value)[] Fields =
    [
        ("number", document => (int?)document["number"]),
        ("real", document => (double?)document["real"] is { } real ? new Real(real) : null),
        ("text", document => (string?)document["text"] is { } text ? new Text(text) : null),
        ("flag", document => (bool?)document["flag"]),
        ("plain", document => (int?)document["plain"]),
        ("id", document => (int)document.Key.Value),
    ];

    private static readonly (string? Text, Func<Document, bool> Holds)[] Filters =
    [
        (null, _ => true),
        ("number >= 5", document => (int?)document["number"] >= 5),
        ("plain < 100", document => (int?)document["plain"] < 100),
        ("plain >= 2500", document => (int?)document["plain"] >= 2500),
        ("text like '%7%'", document => ((string?)document["text"])?.Contains('7') == true),
        ("flag = true and real is not null", document => (bool?)document["flag"] == true && document["real"] is not null),
        ("number is null or id in (3, 4, 5, 900, 100000)", document => document["number"] is null
            || (int)document.Key.Value is 3 or 4 or 5 or 900),
        ("number > 1000", _ => false),
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Orders_counts_and_keys_agree_with_a_plain_list_in_every_state()
    {
        var random = new Random(17);
        string path = _folder["c"];
        var documents = new Dictionary<int, Document>();
        var collection = Collection.Create(path, Schema(), new CollectionOptions { Durability = Durability.Buffered });
        try
        {
            // In memory, then in one sealed segment, in two with rows behind them, with deletions, reopened, and as one segment.
            await UpsertAsync(collection, documents, random, 0, 1_000);
            Check(collection, documents, random);
            await collection.FlushAsync();
            await collection.IdleAsync();
            Check(collection, documents, random);
            await UpsertAsync(collection, documents, random, 700, 2_500);
            await collection.FlushAsync();
            await collection.IdleAsync();
            await UpsertAsync(collection, documents, random, 2_300, 700);
            Check(collection, documents, random);
            DocumentKey[] gone = [.. documents.Keys.Where(_ => random.Next(5) == 0).Select(key => new DocumentKey(key))];
            await collection.DeleteAsync(gone);
            foreach (DocumentKey key in gone)
                documents.Remove((int)key.Value);
            Check(collection, documents, random);
            collection.Dispose();
            collection = Collection.Open(path);
            Check(collection, documents, random);
            await collection.OptimizeAsync();
            Check(collection, documents, random);
        }
        finally
        {
            collection.Dispose();
        }
    }

    [Fact]
    public async Task A_walk_that_meets_no_matching_rows_still_finds_them()
    {
        using var collection = Collection.Create(_folder["c"], Schema(), new CollectionOptions { Durability = Durability.Buffered });
        await collection.InsertAsync(
            Enumerable.Range(0, 20_000).Select(key => new Document(key) { ["number"] = key / 2, ["plain"] = key }));
        await collection.OptimizeAsync();
        foreach (bool descending in new[] { false, true })
        {
            int[] found = [.. collection.Query(new FilterQuery
            {
                Filter = descending ? "plain < 3000" : "plain >= 17000",
                OrderBy = [new SortField("number", descending), new SortField("plain", Descending: true)],
                Skip = 5,
                Top = 20,
            }).Select(document => (int)document["plain"]!)];
            int[] expected = descending
                ? [.. Enumerable.Range(0, 3_000).Reverse().Skip(5).Take(20)]
                : [.. Enumerable.Range(17_000, 3_000).OrderBy(key => key / 2).ThenByDescending(key => key).Skip(5).Take(20)];
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public async Task A_count_can_be_cancelled_and_refuses_what_does_not_fit()
    {
        using var collection = Collection.Create(_folder["c"], Schema());
        await collection.InsertAsync([new Document(1) { ["number"] = 1 }]);
        Assert.Equal(1, await collection.CountAsync("number = 1", TestContext.Current.CancellationToken));
        Assert.Equal(ZvecErrorCode.InvalidArgument, Assert.Throws<ZvecException>(() => collection.Count("nothing = 1")).Code);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collection.CountAsync(null, new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => collection.Count("number = 1", new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Keys_that_no_document_can_have_are_looked_for_in_vain()
    {
        using var collection = Collection.Create(
            _folder["c"], new CollectionSchema("c") { Fields = { new FieldSchema("n", DataType.Int32) } });
        await collection.InsertAsync(new[] { "a", "\uFFFD", "b" }.Select(key => new Document(key) { ["n"] = 1 }));
        for (int state = 0; state < 2; state++)
        {
            Assert.Equal(0, collection.Count(Filter.Equal("id", "\uD800")));
            Assert.Equal(0, collection.Count(Filter.Equal("id", new string('x', 5_000))));
            Assert.Equal(2, collection.Count(Filter.In("id", ["a", "", "\uD800", "b", new string('x', 1_025)])));
            Assert.Equal(2, collection.Count(Filter.Not(Filter.Equal("id", "\uFFFD"))));
            Assert.Equal(1, collection.Count("id like 'a%' and id != 'b'"));
            await collection.UpsertAsync([new Document("a") { ["n"] = 2 }]);
            Assert.Equal(1, collection.Count("id = 'a'"));
            Assert.Equal(0, collection.Count("id = 'a' and n = 1"));
            await collection.FlushAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static CollectionSchema Schema() => new("c")
    {
        Key = KeyType.Int32,
        Fields =
        {
            new FieldSchema("number", DataType.Int32) { Nullable = true, Index = new InvertedIndexOptions() },
            new FieldSchema("real", DataType.Float64) { Nullable = true, Index = new InvertedIndexOptions() },
            new FieldSchema("text", DataType.String) { Nullable = true, Index = new InvertedIndexOptions() },
            new FieldSchema("flag", DataType.Bool) { Nullable = true, Index = new InvertedIndexOptions() },
            new FieldSchema("plain", DataType.Int32) { Nullable = true },
        },
    };

    private static async Task UpsertAsync(Collection collection, Dictionary<int, Document> documents, Random random, int first, int count)
    {
        for (int key = first; key < first + count; key++)
        {
            documents[key] = new Document(key)
            {
                ["number"] = random.Next(10) == 0 ? null : random.Next(40),
                ["real"] = random.Next(10) switch { 0 => null, 1 => double.NaN, 2 => -0.0, _ => random.Next(-3, 3) / 2.0 },
                ["text"] = random.Next(10) == 0 ? null : $"t{random.Next(3_000)}",
                ["flag"] = random.Next(20) == 0 ? null : random.Next(3) == 0,
                ["plain"] = random.Next(3_000),
            };
        }

        await collection.UpsertAsync(Enumerable.Range(first, count).Select(key => documents[key]));
    }

    private static void Check(Collection collection, Dictionary<int, Document> documents, Random random)
    {
        foreach ((string? text, Func<Document, bool> holds) in Filters)
        {
            Document[] matching = [.. documents.Values.Where(holds)];
            Assert.Equal(matching.Length, collection.Count(text));
            for (int i = 0; i < 12; i++)
            {
                SortField[] orderBy =
                    [.. Enumerable.Range(0, random.Next(1, 4))
                        .Select(_ => new SortField(Fields[random.Next(Fields.Length)].Field, random.Next(2) == 0))];
                int skip = random.Next(3) == 0 ? random.Next(500) : random.Next(5);
                int top = random.Next(8) == 0 ? 5_000 : random.Next(1, 40);
                IReadOnlyList<Document> found = collection.Query(
                    new FilterQuery { Filter = text, OrderBy = orderBy, Skip = skip, Top = top });
                string[] expected = [.. Sort(matching, orderBy).Skip(skip).Take(top).Select(document => Show(document, orderBy))];
                Assert.Equal(expected, found.Select(document => Show(document, orderBy)));
                Assert.Equal(found.Count, found.Select(document => document.Key).Distinct().Count());
                Assert.All(found, document => Assert.True(holds(document)));
            }
        }
    }

    private static IEnumerable<Document> Sort(IEnumerable<Document> documents, SortField[] orderBy)
    {
        IOrderedEnumerable<Document>? sorted = null;
        foreach ((string name, bool descending) in orderBy)
        {
            Func<Document, IComparable?> value = Fields.Single(field => field.Field == name).Value;
            sorted = (sorted, descending) switch
            {
                (null, false) => documents.OrderBy(value),
                (null, true) => documents.OrderByDescending(value),
                (_, false) => sorted.ThenBy(value),
                (_, true) => sorted.ThenByDescending(value),
            };
        }

        return sorted!;
    }

    /// <summary>The values that the order looks at: documents that agree in them may stand in any order.</summary>
    private static string Show(Document document, SortField[] orderBy) =>
        string.Join("; ", orderBy.Select(order => Fields.Single(field => field.Field == order.Field).Value(document)));

    /// <summary>A number in the engine's order: NaN behind all others, zero without a sign.</summary>
    private sealed record Real(double Value) : IComparable
    {
        public int CompareTo(object? obj)
        {
            double other = ((Real)obj!).Value;
            return double.IsNaN(Value) || double.IsNaN(other) ? double.IsNaN(Value).CompareTo(double.IsNaN(other)) : Value.CompareTo(other);
        }

        public override string ToString() => $"{Value + 0.0}";
    }

    private sealed record Text(string Value) : IComparable
    {
        public int CompareTo(object? obj) => string.CompareOrdinal(Value, ((Text)obj!).Value);
    }
}

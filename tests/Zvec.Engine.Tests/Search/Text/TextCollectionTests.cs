using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Search.Text;

/// <summary>Text queries of whole collections, in memory, sealed, merged and opened again.</summary>
public sealed class TextCollectionTests
{
    private static readonly string[] Fields = ["title", "body"];
    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Answers_as_the_model_before_and_after_sealing_merging_and_opening(int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var rows = new List<Row>();
        using (Collection collection = Collection.Create(folder["c"], NewSchema(), Options))
        {
            for (int round = 0; round < 3; round++)
            {
                await WriteAsync(collection, rows, random);
                Compare(collection, rows, random, "in memory");
                await collection.FlushAsync();
                rows.RemoveAll(row => row is { IsDeleted: true, IsSealed: false }); // sealing leaves them out
                rows.ForEach(row => row.IsSealed = true);
                Compare(collection, rows, random, "sealed");
            }

            await WriteAsync(collection, rows, random);
            Compare(collection, rows, random, "in memory beside sealed ones");
        }

        using (Collection collection = Collection.Open(folder["c"], Options with { ReadOnly = true }))
            Compare(collection, rows, random, "opened to read");
        using (Collection collection = Collection.Open(folder["c"], Options))
        {
            Compare(collection, rows, random, "opened");
            await collection.OptimizeAsync();
            rows.RemoveAll(row => row.IsDeleted);
            Compare(collection, rows, random, "merged");
        }

        using (Collection collection = Collection.Open(folder["c"], Options))
            Compare(collection, rows, random, "opened again");
        Assert.True(Collection.Verify(folder["c"], cancellationToken: TestContext.Current.CancellationToken).IsIntact);
    }

    [Fact]
    public async Task Hits_say_where_the_words_stand()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], NewSchema(), Options);
        await collection.InsertAsync([
            new Document(1) { ["title"] = "The Red Fox", ["body"] = "a fox, a Foxglove and a dog; red foxes" },
            new Document(2) { ["title"] = "dogs", ["body"] = null }]);
        TextField[] fields = [new TextField("title"), new TextField("body")];
        var query = new TextQuery(fields, "\"red fox\" OR foxg* OR dog -cat") { Highlight = true, OutputFields = [] };
        IReadOnlyList<SearchHit> hits = collection.Search(query);
        SearchHit hit = Assert.Single(hits);
        string[] texts = ["The Red Fox", "a fox, a Foxglove and a dog; red foxes"];
        Assert.Equal(
            ["title Red", "title Fox", "body Foxglove", "body dog"],
            hit.Highlights.Select(found => $"{found.Field} {texts[found.Field == "title" ? 0 : 1].Substring(found.Start, found.Length)}"));
        Assert.Empty(collection.Search(new TextQuery("title", "fox"))[0].Highlights);
    }

    [Fact]
    public async Task Pages_filters_and_fields_are_those_of_the_query()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], NewSchema(), Options);
        await collection.InsertAsync(
            Enumerable.Range(0, 30).Select(i => new Document(i) { ["number"] = i, ["title"] = "fox " + new string('x', i % 3) }));
        IReadOnlyList<SearchHit> all = collection.Search(new TextQuery("title", "fox") { Top = 100 });
        Assert.Equal(30, all.Count);
        IReadOnlyList<SearchHit> page = collection.Search(new TextQuery("title", "fox") { Top = 5, Skip = 7, OutputFields = ["number"] });
        Assert.Equal(all.Skip(7).Take(5).Select(hit => hit.Key), page.Select(hit => hit.Key));
        Assert.All(page, hit => Assert.False(hit.Document.Contains("title")));
        Assert.Equal(
            [20, 23, 26, 29],
            collection.Search(new TextQuery("title", "fox xx") { Filter = Filter.Parse("number >= 20"), Top = 4 })
                .Select(hit => hit.Key.Value));
        Assert.Throws<ZvecException>(() => collection.Search(new TextQuery("title", "fox") { Top = 0 }));
        Assert.Throws<ZvecException>(() => collection.Search(new TextQuery("title", "fox") { Filter = Filter.Parse("nothing = 1") }));
    }

    private static CollectionSchema NewSchema() => new("texts")
    {
        Key = KeyType.Int32,
        Fields =
        {
            new FieldSchema("number", DataType.Int32) { Nullable = true },
            new FieldSchema("title", DataType.String) { Nullable = true, Index = new TextIndexOptions() },
            new FieldSchema("body", DataType.String) { Nullable = true, Index = new TextIndexOptions() },
        },
    };

    private static async Task WriteAsync(Collection collection, List<Row> rows, Random random)
    {
        var texts = new TextQueries(random);
        int next = rows.Count == 0 ? 0 : rows.Max(row => row.Key) + 1;
        Row[] written = [.. Enumerable.Range(0, random.Next(10, 40)).Select(i => new Row(
            random.Next(4) == 0 && next > 0 ? random.Next(next) : next + i, texts.Text(), texts.Text(), random.Next(100)))];
        foreach (Row row in written.DistinctBy(row => row.Key))
        {
            rows.Where(old => old.Key == row.Key).ToList().ForEach(old => old.IsDeleted = true);
            rows.Add(row);
            await collection.UpsertAsync([new Document(row.Key) { ["number"] = row.Number, ["title"] = row.Title, ["body"] = row.Body }]);
        }

        int[] deleted = [.. rows.Where(row => !row.IsDeleted && random.Next(10) == 0).Select(row => row.Key)];
        rows.Where(row => deleted.Contains(row.Key)).ToList().ForEach(row => row.IsDeleted = true);
        await collection.DeleteAsync(deleted.Select(key => (DocumentKey)key));
    }

    private static void Compare(Collection collection, List<Row> rows, Random random, string state)
    {
        var model = new TextModel([.. rows.Select(row => new Dictionary<string, string?> { ["title"] = row.Title, ["body"] = row.Body })]);
        for (int i = 0; i < 6; i++)
        {
            TextQueryModel group = new TextQueries(random).Group(depth: random.Next(1, 4), Fields, needed: 0);
            TextField[] fields = [.. Fields.Take(random.Next(1, 3)).Select(field => new TextField(field))];
            int below = random.Next(2) == 0 ? 100 : random.Next(100);
            int top = random.Next(1, 30);
            var expected = Enumerable.Range(0, rows.Count)
                .Select(place => (Row: rows[place], Score: group.Score(model, place, fields)))
                .Where(one => one.Score is not null && !one.Row.IsDeleted && one.Row.Number < below)
                .ToDictionary(one => one.Row.Key, one => one.Score!.Value);
            IReadOnlyList<SearchHit> hits = collection.Search(new TextQuery(fields, group.Text)
            {
                Top = top,
                Filter = below == 100 ? null : Filter.LessThan("number", below),
            });
            Assert.True(hits.Count == Math.Min(top, expected.Count), $"{state}: {group.Text}: {hits.Count} of {expected.Count} found.");
            Assert.Equal(
                expected.Values.OrderDescending().Take(top),
                hits.Select(hit => (double)hit.Score),
                (one, other) => Math.Abs(one - other) <= 1e-5 * one);
            Assert.All(hits, hit => Assert.Equal(expected[(int)hit.Key.Value], hit.Score, tolerance: 1e-4));
        }
    }

    private sealed class Row(int key, string? title, string? body, int number)
    {
        public int Key => key;

        public string? Title => title;

        public string? Body => body;

        public int Number => number;

        public bool IsDeleted { get; set; }

        public bool IsSealed { get; set; }
    }
}

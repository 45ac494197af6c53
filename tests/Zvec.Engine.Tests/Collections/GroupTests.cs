using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Groups by the value of a field, against a plain model.</summary>
public sealed class GroupTests
{
    private const int Rows = 2_600;
    private const int Queries = 4;
    private const int Dimensions = 20;

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

    private static readonly float[][] Vectors = [.. Enumerable.Range(0, Rows + Queries).Select(row => GloveVectors.Row(row)[..Dimensions])];

    /// <summary>Fields and the value of each in a row. Those named by a number have so many values, of which the first is nearly all rows
    /// under "skewed".</summary>
    private static readonly (FieldSchema Field, Func<int, object?> Value)[] Fields =
    [
        (new("number 30", DataType.Int32), row => row % 30),
        (new("indexed", DataType.Int32) { Nullable = true, Index = new InvertedIndexOptions() }, row => row % 7 == 0 ? null : row % 20),
        (new("skewed", DataType.String), row => row % 200 == 0 ? $"rare {row}" : "common"),
        (new("key like", DataType.Int64), row => (long)row),
        (new("bool", DataType.Bool) { Nullable = true }, row => row % 50 == 0 ? null : row % 3 == 0),
        (new("decimal", DataType.Decimal), row => row % 2 == 0 ? 1.0m : row % 3 == 0 ? 1.00m : 2m),
        (new("double", DataType.Float64), row => row % 3 == 0 ? double.NaN : row % 3 == 1 ? -0.0 : (row % 2) * 1.5),
        (new("binary", DataType.Binary), row => new byte[] { (byte)(row % 5), 1 }),
        (new("date", DataType.DateTime), row => new DateTime(
            2020, 1, 1 + (row % 9), 0, 0, 0, row % 2 == 0 ? DateTimeKind.Utc : DateTimeKind.Local)),
        (new("guid", DataType.Guid), row => new Guid(row % 6, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
    ];

    [Theory]
    [InlineData("flat")]
    [InlineData("graph")]
    [InlineData("lists")]
    public async Task Groups_are_those_of_a_plain_sort(string kind)
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], Schema(kind), Options);
        await collection.UpsertAsync(Enumerable.Range(0, Rows).Select(row => ToDocument(row)));
        await collection.OptimizeAsync();
        await collection.UpsertAsync(Enumerable.Range(100, 50).Select(row => ToDocument(row)));
        await collection.DeleteAsync(Enumerable.Range(0, Rows).Where(row => row % 17 == 0).Select(row => new DocumentKey(row)));
        foreach ((FieldSchema field, Func<int, object?> value) in Fields)
        {
            foreach ((int groups, int top) in ((int, int)[])[(1, 1), (2, 3), (5, 40), (12, 2), (40, 3)])
            {
                foreach (string? filter in new[] { null, "percent < 20" })
                    Check(collection, field.Name, value, groups, top, filter, isExact: kind == "flat");
            }
        }
    }

    [Fact]
    public async Task Groups_take_the_options_of_their_query()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], Schema("flat"), Options);
        await collection.UpsertAsync(Enumerable.Range(0, 300).Select(row => ToDocument(row)));
        IReadOnlyList<SearchHit> all = collection.Search(new VectorQuery("v", 42) { Top = 299 });
        float radius = all[19].Score;
        var query = new VectorQuery("v", 42) { Radius = radius, OutputFields = ["percent"], IncludeVectors = true };
        IReadOnlyList<SearchGroup> groups = collection.Search(new GroupByQuery(query, "number 30") { GroupCount = 300, TopPerGroup = 300 });
        Assert.Equal(
            all.Take(20).Select(hit => hit.Key).OrderBy(key => (int)key.Value),
            groups.SelectMany(group => group.Hits).Select(hit => hit.Key).OrderBy(key => (int)key.Value));
        Assert.All(groups.SelectMany(group => group.Hits), hit =>
        {
            Assert.Equal(["percent", "v"], hit.Document.Select(field => field.Key));
            Assert.InRange(hit.Score, 0, radius);
        });
        Assert.Equal(300, collection.Search(new GroupByQuery("v", Vectors[0], "id") { GroupCount = 1_000, TopPerGroup = 1 }).Count);
        Assert.Empty(collection.Search(new GroupByQuery(new VectorQuery("v", Vectors[0]) { Filter = Filter.None }, "bool")));
    }

    [Theory]
    [InlineData("v", "is a vector")]
    [InlineData("none", "no field 'none'")]
    [InlineData("tags", "cannot be grouped by")]
    public async Task A_field_that_nothing_can_be_grouped_by_is_told_of(string field, string named)
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], Schema("flat"), Options);
        await collection.UpsertAsync([ToDocument(1)]);
        Refused(collection, named, new GroupByQuery("v", Vectors[0], field));
    }

    [Theory]
    [InlineData(0, 1, 0, "GroupCount 0")]
    [InlineData(1, 0, 0, "TopPerGroup 0")]
    [InlineData(1_000, 101, 0, "at most 100000")]
    [InlineData(1, 1, 1, "Skip 1")]
    public async Task Numbers_out_of_range_are_refused(int groups, int top, int skip, string named)
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], Schema("flat"), Options);
        await collection.UpsertAsync([ToDocument(1)]);
        Refused(
            collection, named, new GroupByQuery(new VectorQuery("v", Vectors[0]) { Skip = skip }, "bool")
            {
                GroupCount = groups,
                TopPerGroup = top,
            });
    }

    private static void Refused(Collection collection, string named, GroupByQuery query)
    {
        ZvecException thrown = Assert.Throws<ZvecException>(() => collection.Search(query));
        Assert.Equal(ZvecErrorCode.InvalidArgument, thrown.Code);
        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
    }

    private static void Check(
        Collection collection, string field, Func<int, object?> value, int groupCount, int top, string? filter, bool isExact)
    {
        int found = 0;
        int wanted = 0;
        for (int query = 0; query < Queries; query++)
        {
            (string Value, int[] Rows)[] expected = [.. Enumerable.Range(0, Rows)
                .Where(row => row % 17 != 0 && (filter is null || row % 100 < 20))
                .OrderBy(row => Distance(query, row))
                .GroupBy(row => Text(value(row)))
                .Select(group => (group.Key, group.Take(top).ToArray()))
                .Take(groupCount)];
            IReadOnlyList<SearchGroup> actual = collection.Search(
                new GroupByQuery(new VectorQuery("v", Vectors[Rows + query]) { Filter = filter }, field)
                {
                    GroupCount = groupCount,
                    TopPerGroup = top,
                });
            Assert.Equal(expected.Length, actual.Count);
            Assert.Equal(actual.OrderBy(group => group.Hits[0].Score), actual);
            foreach (SearchGroup group in actual)
            {
                Assert.Equal(group.Hits.OrderBy(hit => hit.Score), group.Hits);
                Assert.All(group.Hits, hit => Assert.Equal(Text(group.Value), Text(value((int)hit.Key.Value))));
            }

            if (isExact)
            {
                Assert.Equal(expected.Select(group => group.Value), actual.Select(group => Text(group.Value)));
                Assert.Equal(expected.Select(group => group.Rows), actual.Select(group => group.Hits.Select(hit => (int)hit.Key.Value)));
            }

            int[] hits = [.. actual.SelectMany(group => group.Hits).Select(hit => (int)hit.Key.Value)];
            Assert.Distinct(hits);
            found += hits.Intersect(expected.SelectMany(group => group.Rows)).Count();
            wanted += expected.Sum(group => group.Rows.Length);
        }

        Assert.True(found >= 0.95 * wanted, $"{field}, {groupCount} groups of {top}, {filter}: {found} of {wanted} found");
    }

    /// <summary>The same text for values that are equal.</summary>
    private static string Text(object? value) => value switch
    {
        null => "",
        byte[] bytes => Convert.ToHexString(bytes),
        DateTime date => $"{date.Ticks}",
        decimal number => $"{number:0.###}",
        double number => $"{(number == 0 ? 0.0 : number)}",
        _ => $"{value}",
    };

    private static double Distance(int query, int row)
    {
        double sum = 0;
        for (int i = 0; i < Dimensions; i++)
            sum += ((double)Vectors[Rows + query][i] - Vectors[row][i]) * ((double)Vectors[Rows + query][i] - Vectors[row][i]);
        return sum;
    }

    private static CollectionSchema Schema(string kind) => new("groups")
    {
        Key = KeyType.Int32,
        Fields =
        [
            .. Fields.Select(field => field.Field),
            new FieldSchema("percent", DataType.Int32),
            new FieldSchema("tags", DataType.StringArray) { Nullable = true },
        ],
        Vectors =
        {
            new VectorSchema("v", VectorType.Float32, Dimensions)
            {
                Index = kind switch
                {
                    "graph" => new HnswIndexOptions { Metric = Metric.L2, M = 8, EfConstruction = 60 },
                    "lists" => new IvfFlatIndexOptions { Metric = Metric.L2, NList = 100 },
                    _ => new FlatIndexOptions { Metric = Metric.L2 },
                },
            },
        },
    };

    private static Document ToDocument(int row)
    {
        var document = new Document(row) { ["percent"] = row % 100, ["v"] = Vectors[row] };
        foreach ((FieldSchema field, Func<int, object?> value) in Fields)
            document[field.Name] = value(row);
        return document;
    }
}

using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Queries with the vector of a document that is in the collection.</summary>
public sealed class KeyQueryTests
{
    private const int Rows = 1_500;

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

    [Fact]
    public async Task A_key_asks_as_the_vector_of_its_document_does_and_leaves_the_document_out()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], Schema(), Options);
        await WriteAsync(collection, 0, Rows - 300);
        await collection.OptimizeAsync();
        await WriteAsync(collection, Rows - 300, Rows);
        foreach (string field in (string[])["floats", "halves", "integers", "exact"])
        {
            foreach (int row in (int[])[0, 77, Rows - 301, Rows - 300, Rows - 1])
            {
                string key = $"d{row}";
                DocumentKey[] byVector = [.. collection.Search(OfVector(field, row, 12)).Select(hit => hit.Key)];
                Assert.Contains(new DocumentKey(key), byVector[..2]);
                DocumentKey[] expected = [.. byVector.Where(other => other != key).Take(11)];
                Assert.Equal(expected, collection.Search(new VectorQuery(field, key) { Top = 11 }).Select(hit => hit.Key));
                Assert.Equal(expected[3..8], collection.Search(new VectorQuery(field, key) { Top = 5, Skip = 3 }).Select(hit => hit.Key));
                Assert.Equal(
                    byVector, collection.Search(new VectorQuery(field, key) { Top = 12, IncludeSelf = true }).Select(hit => hit.Key));
                Assert.All(
                    collection.Search(new VectorQuery(field, key) { Filter = "number < 50" }),
                    hit => Assert.True((int)hit.Document["number"]! < 50 && hit.Key != key));
            }
        }

        Assert.Equal(Rows - 1, collection.Search(new VectorQuery("exact", "d3") { Top = 100_000 }).Count);
        SearchHit self = collection.Search(new VectorQuery("exact", "d3") { Top = 1, IncludeSelf = true, Radius = 1e-6f })[0];
        Assert.Equal("d3", self.Key.Value);
        Assert.Empty(collection.Search(new VectorQuery("exact", "d3") { Top = 100, Radius = 1e-6f }));
    }

    [Fact]
    public async Task The_newest_version_of_the_document_counts()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], Schema(), Options);
        await WriteAsync(collection, 0, 100);
        await collection.FlushAsync();
        await collection.UpdateAsync([new Document("d5") { ["exact"] = GloveVectors.Row(42) }]);
        SearchHit nearest = collection.Search(new VectorQuery("exact", "d5") { Top = 1 })[0];
        Assert.Equal("d42", nearest.Key.Value);
        Assert.Equal(0, nearest.Score, 1e-6);
    }

    [Fact]
    public async Task A_key_without_a_document_or_vector_is_told_of()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], Schema(), Options);
        await WriteAsync(collection, 0, 10);
        await collection.UpdateAsync([new Document("d5") { ["floats"] = null }]);
        await collection.DeleteAsync(["d6"]);
        Refused(ZvecErrorCode.NotFound, "document 'd6': there is no such document", new VectorQuery("floats", "d6"));
        Refused(ZvecErrorCode.NotFound, "document 'd5': that document has none", new VectorQuery("floats", "d5"));
        Refused(ZvecErrorCode.InvalidArgument, "of type Int32", new VectorQuery("floats", 5));
        Refused(ZvecErrorCode.InvalidArgument, "no key", new VectorQuery("floats", default(DocumentKey)));
        Refused(ZvecErrorCode.InvalidArgument, "bytes of UTF-8", new VectorQuery("floats", new string('ü', 600)));
        Refused(ZvecErrorCode.NotFound, "no vector field 'none'", new VectorQuery("none", "d1"));

        void Refused(ZvecErrorCode code, string named, VectorQuery query)
        {
            ZvecException thrown = Assert.Throws<ZvecException>(() => collection.Search(query));
            Assert.Equal(code, thrown.Code);
            Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
        }
    }

    private static VectorQuery OfVector(string field, int row, int top) => field switch
    {
        "halves" => new VectorQuery(field, GloveVectors.HalfRow(row).ToArray()) { Top = top },
        "integers" => new VectorQuery(field, Integers(row)) { Top = top },
        _ => new VectorQuery(field, GloveVectors.Row(row)) { Top = top },
    };

    private static sbyte[] Integers(int row) => [.. GloveVectors.Row(row).Select(one => (sbyte)Math.Clamp(one * 50, -127, 127))];

    private static async Task WriteAsync(Collection collection, int first, int end) =>
        await collection.UpsertAsync(Enumerable.Range(first, end - first).Select(row => new Document($"d{row}")
        {
            ["number"] = row % 100,
            ["floats"] = GloveVectors.Row(row),
            ["halves"] = GloveVectors.HalfRow(row).ToArray(),
            ["integers"] = Integers(row),
            ["exact"] = GloveVectors.Row(row),
        }));

    private static CollectionSchema Schema()
    {
        var graph = new HnswIndexOptions { M = 8, EfConstruction = 40 };
        return new CollectionSchema("keys")
        {
            Fields = { new FieldSchema("number", DataType.Int32) },
            Vectors =
            {
                new VectorSchema("floats", VectorType.Float32, GloveVectors.Dimensions) { Nullable = true, Index = graph },
                new VectorSchema("halves", VectorType.Float16, GloveVectors.Dimensions) { Index = graph with { Metric = Metric.L2 } },
                new VectorSchema("integers", VectorType.Int8, GloveVectors.Dimensions) { Index = graph },
                new VectorSchema("exact", VectorType.Float32, GloveVectors.Dimensions) { Index = new FlatIndexOptions() },
            },
        };
    }
}

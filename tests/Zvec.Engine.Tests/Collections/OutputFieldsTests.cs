using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Fetching and scanning return the fields that are asked for, in a collection and in a partitioned one.</summary>
public sealed class OutputFieldsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_collection_returns_the_fields_asked_for()
    {
        using Collection collection = Collection.Create(_folder["books"], Schema());
        await collection.InsertAsync(Books());
        CheckFields(
            (vectors, fields) => collection.Fetch("b1", vectors, fields)!,
            (vectors, fields) => collection.Fetch(["b1"], vectors, fields)[0]!,
            (vectors, fields) => Assert.Single(collection.Scan("year = 1984", vectors, fields)));
    }

    [Fact]
    public async Task A_partitioned_collection_returns_the_fields_asked_for()
    {
        using PartitionedCollection collection = PartitionedCollection.Create(_folder["books"], Schema(), PartitionBy.Field("year"));
        await collection.InsertAsync(Books());
        CheckFields(
            (vectors, fields) => collection.Fetch("b1", vectors, fields)!,
            (vectors, fields) => collection.Fetch(["b1"], vectors, fields)[0]!,
            (vectors, fields) => Assert.Single(collection.Scan("year = 1984", vectors, fields)));
    }

    private static void CheckFields(params Func<bool, string[]?, Document>[] reads)
    {
        Assert.All(reads, read =>
        {
            Assert.Equal(["embedding", "title", "year"], Names(read(true, null)));
            Assert.Equal(["title", "year"], Names(read(false, null)));
            Assert.Equal(["embedding", "title"], Names(read(true, ["title"])));
            Assert.Equal(["title"], Names(read(false, ["title"])));
            Assert.Equal(["embedding"], Names(read(false, ["embedding"])));
            Assert.Empty(Names(read(false, [])));
            Assert.Equal("Neuromancer", read(false, ["title"]).Get<string>("title"));
            ZvecException unknown = Assert.Throws<ZvecException>(() => read(false, ["colour"]));
            Assert.Equal(ZvecErrorCode.InvalidArgument, unknown.Code);
            Assert.Contains("'colour'", unknown.Message, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> Names(Document document) => document.Select(value => value.Key).Order(StringComparer.Ordinal);

    private static CollectionSchema Schema() => new("books")
    {
        Fields = { new FieldSchema("title", DataType.String), new FieldSchema("year", DataType.Int32) },
        Vectors = { new VectorSchema("embedding", VectorType.Float32, 3) },
    };

    private static Document[] Books() =>
    [
        new Document("b1") { ["title"] = "Neuromancer", ["year"] = 1984, ["embedding"] = new float[] { 1, 2, 3 } },
        new Document("b2") { ["title"] = "Solaris", ["year"] = 1961, ["embedding"] = new float[] { 3, 2, 1 } },
    ];
}

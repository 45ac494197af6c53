using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

public sealed class SchemaChangeTests
{
    [Fact]
    public async Task Added_fields_are_null_in_old_documents_and_survive_sealing_and_reopening()
    {
        using var folder = new TemporaryFolder();
        string path = folder["c"];
        using (Collection collection = Collection.Create(
            path, new CollectionSchema("c") { Fields = { new FieldSchema("a", DataType.Int32) } }))
        {
            await collection.InsertAsync([new Document("sealed") { ["a"] = 1 }]);
            await collection.FlushAsync();
            await collection.InsertAsync([new Document("logged") { ["a"] = 2 }]);
            await collection.AddFieldAsync(new FieldSchema("b", DataType.String) { Nullable = true, Index = new InvertedIndexOptions() });
            await collection.AddFieldAsync(new VectorSchema("v", VectorType.Float32, 2) { Nullable = true });
            await collection.InsertAsync([new Document("new") { ["a"] = 3, ["b"] = "x", ["v"] = new float[] { 1, 2 } }]);
            Check(collection);
        }

        using (Collection collection = Collection.Open(path))
        {
            Check(collection);
            await collection.OptimizeAsync();
            Check(collection);
        }

        using (Collection collection = Collection.Open(path))
            Check(collection);

        static void Check(Collection collection)
        {
            Assert.Equal(["logged", "sealed"], Keys(collection, "b is null"));
            Assert.Equal(["new"], Keys(collection, "b = 'x'"));
            Assert.Null(collection.Fetch("sealed")!["v"]);
            SearchHit hit = Assert.Single(collection.Search(new VectorQuery("v", new float[] { 1, 2 })));
            Assert.Equal("new", hit.Key.Value);
            Assert.Equal([1f, 2f], collection.Fetch("new")!.Get<ReadOnlyMemory<float>>("v").ToArray());
        }
    }

    [Fact]
    public async Task A_field_that_cannot_be_added_is_refused_and_nothing_changes()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(
            folder["c"], new CollectionSchema("c") { Fields = { new FieldSchema("a", DataType.Int32) } });
        Assert.Equal(ZvecErrorCode.AlreadyExists, (await AddAsync(new FieldSchema("a", DataType.Int32) { Nullable = true })).Code);
        Assert.Equal(ZvecErrorCode.InvalidArgument, (await AddAsync(new FieldSchema("b", DataType.Int32))).Code);
        Assert.Equal(ZvecErrorCode.InvalidArgument, (await AddAsync(new FieldSchema("id", DataType.Int32) { Nullable = true })).Code);
        Assert.Equal("a", Assert.Single(collection.Schema.Fields).Name);

        Task<ZvecException> AddAsync(FieldSchema field) => Assert.ThrowsAsync<ZvecException>(() => collection.AddFieldAsync(field));
    }

    [Fact]
    public async Task An_index_that_is_created_later_gives_the_same_answers()
    {
        using var folder = new TemporaryFolder();
        string path = folder["c"];
        using (Collection collection = Collection.Create(
            path, new CollectionSchema("c") { Fields = { new FieldSchema("a", DataType.Int32) } }))
        {
            await collection.InsertAsync(Enumerable.Range(0, 500).Select(i => new Document($"k{i:D3}") { ["a"] = i % 7 }));
            await collection.FlushAsync();
            string[] before = Keys(collection, "a in (2, 5)");
            await collection.CreateIndexAsync("a", new InvertedIndexOptions());
            Assert.Single(Directory.GetFiles(path, "*.inverted", SearchOption.AllDirectories));
            Assert.Equal(before, Keys(collection, "a in (2, 5)"));
        }

        using (Collection collection = Collection.Open(path))
        {
            Assert.Equal(new InvertedIndexOptions(), collection.Schema.Fields[0].Index);
            Assert.Equal(143, Keys(collection, "a in (2, 5)").Length);
            Assert.Equal(
                ZvecErrorCode.NotFound,
                (await Assert.ThrowsAsync<ZvecException>(() => collection.CreateIndexAsync("z", new InvertedIndexOptions()))).Code);
            Assert.Equal(
                ZvecErrorCode.InvalidArgument,
                (await Assert.ThrowsAsync<ZvecException>(() => collection.CreateIndexAsync("a", new TextIndexOptions()))).Code);
        }
    }

    private static string[] Keys(Collection collection, string filter) =>
        [.. collection.Query(new FilterQuery { Filter = filter, OrderBy = [new SortField("id")], Top = 1_000 })
            .Select(one => (string)one.Key.Value)];
}

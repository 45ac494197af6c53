using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Bad input gets an error that names the culprit, and changes nothing.</summary>
public sealed class CollectionErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Collection _collection;

    public CollectionErrorTests()
    {
        _collection = Collection.Create(_folder["books"], new CollectionSchema("books")
        {
            Fields = { new FieldSchema("year", DataType.Int32), new FieldSchema("title", DataType.String) { Nullable = true } },
            Vectors = { new VectorSchema("embedding", VectorType.Float32, 3) },
        });
    }

    public static TheoryData<Document, ZvecErrorCode, string> InvalidDocuments => new()
    {
        { new Document("k") { ["year"] = 1, ["embedding"] = new float[2] }, ZvecErrorCode.DimensionMismatch, "embedding" },
        { new Document("k") { ["year"] = 1, ["embedding"] = new float[] { 1, float.NaN, 0 } }, ZvecErrorCode.InvalidArgument, "embedding" },
        { new Document("k") { ["year"] = 1, ["embedding"] = new float[] { 1, float.PositiveInfinity, 0 } }, ZvecErrorCode.InvalidArgument,
            "embedding" },
        { new Document("k") { ["year"] = null, ["embedding"] = new float[3] }, ZvecErrorCode.InvalidArgument, "year" },
        { new Document("k") { ["year"] = 1 }, ZvecErrorCode.InvalidArgument, "embedding" },
        { new Document("k") { ["year"] = 1, ["embedding"] = new float[3], ["colour"] = "red" }, ZvecErrorCode.InvalidArgument, "colour" },
        { new Document("k") { ["year"] = "1999", ["embedding"] = new float[3] }, ZvecErrorCode.InvalidArgument, "year" },
        { new Document("k") { ["year"] = 1, ["title"] = "\ud800", ["embedding"] = new float[3] }, ZvecErrorCode.InvalidArgument, "title" },
        { new Document(7) { ["year"] = 1, ["embedding"] = new float[3] }, ZvecErrorCode.InvalidArgument, "7" },
        { new Document(new string('x', 1025)) { ["year"] = 1, ["embedding"] = new float[3] }, ZvecErrorCode.InvalidArgument, "1024" },
        { new Document(default(DocumentKey)) { ["year"] = 1, ["embedding"] = new float[3] }, ZvecErrorCode.InvalidArgument, "key" },
    };

    public void Dispose()
    {
        _collection.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(InvalidDocuments), DisableDiscoveryEnumeration = true)]
    public async Task An_invalid_document_fails_the_whole_batch_and_writes_nothing(Document invalid, ZvecErrorCode code, string named)
    {
        var valid = new Document("valid") { ["year"] = 1, ["embedding"] = new float[3] };
        var exception = await Assert.ThrowsAsync<ZvecException>(() => _collection.UpsertAsync([valid, invalid]));
        Assert.Equal(code, exception.Code);
        Assert.Contains(named, exception.Message.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("books", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _collection.GetStatistics().Documents);
    }

    [Fact]
    public void A_second_writer_is_locked_out_and_a_reader_is_not()
    {
        var exception = Assert.Throws<ZvecException>(() => Collection.Open(_collection.Path));
        Assert.Equal(ZvecErrorCode.Locked, exception.Code);
        Assert.Contains(_collection.Path, exception.Message, StringComparison.Ordinal);
        using Collection reader = Collection.Open(_collection.Path, new CollectionOptions { ReadOnly = true });
        Assert.Equal("books", reader.Schema.Name);
    }

    [Fact]
    public async Task A_read_only_collection_shows_what_is_in_the_log_and_takes_no_writes()
    {
        var document = new Document("k") { ["year"] = 1999, ["embedding"] = new float[] { 1, 2, 3 } };
        await _collection.InsertAsync([document]);
        using Collection reader = Collection.Open(_collection.Path, new CollectionOptions { ReadOnly = true });
        Assert.Equal(1999, reader.Fetch("k")!["year"]);
        foreach (Func<Task> write in new Func<Task>[]
        {
            () => reader.UpsertAsync([document]),
            () => reader.DeleteAsync([new DocumentKey("k")]),
            () => reader.DeleteAsync(Filter.All),
            () => reader.FlushAsync(),
            () => reader.OptimizeAsync(),
            () => reader.AddFieldAsync(new FieldSchema("x", DataType.Int32) { Nullable = true }),
        })
        {
            Assert.Equal(ZvecErrorCode.ReadOnly, (await Assert.ThrowsAsync<ZvecException>(write)).Code);
        }
    }

    [Fact]
    public async Task After_dispose_every_call_says_so()
    {
        _collection.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _collection.Fetch("k"));
        Assert.Throws<ObjectDisposedException>(() => _collection.Search(new VectorQuery("embedding", new float[3])));
        Assert.Throws<ObjectDisposedException>(() => _collection.Query(new FilterQuery()));
        Assert.Throws<ObjectDisposedException>(() => _collection.Scan().Count());
        Assert.Throws<ObjectDisposedException>(() => _collection.GetStatistics());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _collection.UpsertAsync([]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _collection.OptimizeAsync());
    }

    [Fact]
    public void Paths_without_a_collection_and_with_one_are_told_apart()
    {
        Assert.Equal(ZvecErrorCode.NotFound, Assert.Throws<ZvecException>(() => Collection.Open(_folder["none"])).Code);
        Assert.False(Collection.Exists(_folder["none"]));
        Assert.True(Collection.Exists(_collection.Path));
        Assert.Equal(
            ZvecErrorCode.AlreadyExists, Assert.Throws<ZvecException>(() => Collection.Create(_collection.Path, _collection.Schema)).Code);
        Directory.CreateDirectory(_folder["photos"]);
        File.WriteAllText(Path.Combine(_folder["photos"], "cat.jpg"), "");
        var exception = Assert.Throws<ZvecException>(() => Collection.Create(_folder["photos"], _collection.Schema));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.Contains("cat.jpg", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_that_differs_from_the_one_on_disk_is_refused_with_the_difference()
    {
        _collection.Dispose();
        var other = new CollectionSchema("books")
        {
            Fields = { new FieldSchema("year", DataType.Int64), new FieldSchema("title", DataType.String) { Nullable = true } },
            Vectors = { new VectorSchema("embedding", VectorType.Float32, 3) },
        };
        var exception = Assert.Throws<ZvecException>(() => Collection.OpenOrCreate(_collection.Path, other));
        Assert.Equal(ZvecErrorCode.FailedPrecondition, exception.Code);
        Assert.Contains("'year'", exception.Message, StringComparison.Ordinal);
        Collection.Open(_collection.Path).Dispose();
    }

    [Fact]
    public void Queries_that_do_not_fit_say_what_is_wrong()
    {
        AssertRefused(ZvecErrorCode.NotFound, "'vector'", new VectorQuery("vector", new float[3]));
        AssertRefused(ZvecErrorCode.DimensionMismatch, "3 dimensions", new VectorQuery("embedding", new float[4]));
        AssertRefused(ZvecErrorCode.InvalidArgument, "NaN", new VectorQuery("embedding", new float[] { float.NaN, 0, 0 }));
        AssertRefused(ZvecErrorCode.InvalidArgument, "Top 0", new VectorQuery("embedding", new float[3]) { Top = 0 });
        AssertRefused(ZvecErrorCode.InvalidArgument, "Ef 0", new VectorQuery("embedding", new float[3]) { Ef = 0 });
        AssertRefused(ZvecErrorCode.InvalidArgument, "'colour'", new VectorQuery("embedding", new float[3]) { Filter = "colour = 'red'" });
        AssertRefused(ZvecErrorCode.InvalidArgument, "'colour'", new VectorQuery("embedding", new float[3]) { OutputFields = ["colour"] });
    }

    [Fact]
    public void Drop_deletes_the_files_but_not_while_the_collection_is_open()
    {
        Assert.Equal(ZvecErrorCode.Locked, Assert.Throws<ZvecException>(() => Collection.Drop(_collection.Path)).Code);
        _collection.Dispose();
        Collection.Drop(_collection.Path);
        Assert.False(Directory.Exists(_collection.Path));
        Assert.Equal(ZvecErrorCode.NotFound, Assert.Throws<ZvecException>(() => Collection.Drop(_collection.Path)).Code);
    }

    private void AssertRefused(ZvecErrorCode code, string named, VectorQuery query)
    {
        var exception = Assert.Throws<ZvecException>(() => _collection.Search(query));
        Assert.Equal(code, exception.Code);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }
}

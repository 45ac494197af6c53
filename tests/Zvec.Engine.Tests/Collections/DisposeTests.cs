using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

public sealed class DisposeTests
{
    [Fact]
    public async Task Disposing_ends_an_optimization_and_leaves_the_collection_whole()
    {
        using var folder = new TemporaryFolder();
        string path = folder["c"];
        var schema = new CollectionSchema("c")
        {
            Key = KeyType.Int32,
            Vectors = { new VectorSchema("v", VectorType.Float32, 64) { Index = new HnswIndexOptions { EfConstruction = 800 } } },
        };
        var random = new Random(1);
        Collection collection = Collection.Create(
            path, schema, new CollectionOptions { BackgroundMaintenance = false, MaintenanceThreads = 1 });
        await collection.InsertAsync(
            Enumerable.Range(0, 8_000).Select(key => new Document(key) { ["v"] = CollectionModel.RandomVector(random, 64) }));
        await collection.FlushAsync();
        Task optimizing = collection.OptimizeAsync();
        collection.Dispose();
        Exception? end = await Record.ExceptionAsync(() => optimizing);
        Assert.True(end is null or ObjectDisposedException, end?.ToString());

        using Collection reopened = Collection.Open(path);
        Assert.Equal(8_000, reopened.GetStatistics().Documents);
        Assert.Equal(8_000, reopened.Scan().Count());
    }

    [Fact]
    public async Task A_cancelled_optimization_changes_nothing_and_can_be_repeated()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], new CollectionSchema("c")
        {
            Key = KeyType.Int32,
            Vectors = { new VectorSchema("v", VectorType.Float32, 8) },
        });
        var random = new Random(1);
        await collection.InsertAsync(
            Enumerable.Range(0, 2_000).Select(key => new Document(key) { ["v"] = CollectionModel.RandomVector(random, 8) }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => collection.OptimizeAsync(new CancellationToken(canceled: true)));
        Assert.Equal(2_000, collection.GetStatistics().Documents);
        await collection.OptimizeAsync();
        Assert.Equal(1, collection.GetStatistics().Segments);
        Assert.Equal(1, collection.GetStatistics().IndexCompleteness["v"]);
    }

    [Fact]
    public async Task A_log_file_that_is_missing_is_damage_and_not_an_empty_log()
    {
        using var folder = new TemporaryFolder();
        string path = folder["c"];
        using (Collection collection = Collection.Create(
            path, new CollectionSchema("c") { Fields = { new FieldSchema("n", DataType.Int32) } }))
            await collection.InsertAsync([new Document("k") { ["n"] = 1 }]);
        File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(path, "wal"))));
        var exception = Assert.Throws<ZvecException>(() => Collection.Open(path));
        Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
        Assert.Contains("000001.wal", exception.Message, StringComparison.Ordinal);
    }
}

using System.Globalization;
using Microsoft.Extensions.Logging;
using Zvec.Engine.Primitives;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Limits;

/// <summary>A collection stays within its memory: it makes writers wait, refuses what can never fit, and does without an index that does
/// not.</summary>
public sealed class MemoryLimitTests
{
    private const string Path = "/disk/c";
    private const long Limit = MemoryBudget.SmallestLimit;
    private const int BlobBytes = 200_000;

    private readonly MemoryFileSystem _disk = new("/disk");

    [Fact]
    public void A_limit_that_is_too_small_is_refused()
    {
        ZvecException exception = Assert.Throws<ZvecException>(() => Create(Blobs(), new CollectionOptions { MaxMemory = Limit - 1 }));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.Contains("MaxMemory", exception.Message, StringComparison.Ordinal);
        Create(Blobs(), new CollectionOptions()).Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Writers_wait_for_room_and_all_they_wrote_is_there(bool background)
    {
        var options = new CollectionOptions { MaxMemory = Limit, MutableSegmentBytes = 1L << 30, BackgroundMaintenance = background };
        using Collection collection = Create(Blobs(), options);
        long most = 0;
        const int Calls = 25;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (int call = 0; call < Calls; call++)
            {
                int key = ((writer * Calls) + call) * 5;
                await collection.InsertAsync(Enumerable.Range(key, 5).Select(Blob));
                InterlockedMax(ref most, collection.GetStatistics().MemoryBytes);
            }
        })));
        CollectionStatistics statistics = collection.GetStatistics();
        Assert.Equal(4 * Calls * 5, statistics.Documents);
        Assert.InRange(statistics.Segments, 2, int.MaxValue);
        Assert.InRange(most, 1, Limit);
        await collection.FlushAsync(TestContext.Current.CancellationToken);
        await collection.IdleAsync();
        Assert.InRange(collection.GetStatistics().MemoryBytes, 0, Limit / 4);
        Assert.Equal(BlobBytes, ((byte[])collection.Fetch(17)!["blob"]!).Length);
    }

    [Fact]
    public async Task A_call_that_can_never_fit_is_refused_and_changes_nothing()
    {
        using Collection collection = Create(Blobs(), new CollectionOptions { MaxMemory = Limit });
        await collection.InsertAsync([Blob(0)], TestContext.Current.CancellationToken);
        long before = collection.GetStatistics().MemoryBytes;
        ZvecException exception = await Assert.ThrowsAsync<ZvecException>(
            () => collection.UpsertAsync(Enumerable.Range(0, 40).Select(Blob)));
        Assert.Equal(ZvecErrorCode.ResourceExhausted, exception.Code);
        Assert.Contains("MaxMemory", exception.Message, StringComparison.Ordinal);
        Assert.Contains((Limit / 4).ToString(CultureInfo.InvariantCulture), exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, collection.GetStatistics().Documents);
        Assert.Equal(before, collection.GetStatistics().MemoryBytes);
        foreach (Document[] few in Enumerable.Range(0, 40).Select(Blob).Chunk(10))
            await collection.UpsertAsync(few, TestContext.Current.CancellationToken);
        Assert.Equal(40, collection.GetStatistics().Documents);
    }

    [Fact]
    public async Task Updates_that_grow_too_large_together_are_refused_one_by_one()
    {
        using Collection collection = Create(Blobs(), new CollectionOptions { MaxMemory = Limit, BackgroundMaintenance = false });
        foreach (Document[] few in Enumerable.Range(0, 40).Select(Blob).Chunk(10))
            await collection.InsertAsync(few, TestContext.Current.CancellationToken);
        IReadOnlyList<WriteResult> results = await collection.UpdateAsync(
            Enumerable.Range(0, 40).Select(key => new Document(key) { ["n"] = -1 }), TestContext.Current.CancellationToken);
        int done = results.Count(result => result.Succeeded);
        Assert.InRange(done, 1, 39);
        Assert.All(results.Skip(done), result => Assert.Equal(ZvecErrorCode.ResourceExhausted, result.Error));
        Assert.Equal(done, collection.Scan().Count(document => (int)document["n"]! == -1));
        Assert.InRange(collection.GetStatistics().MemoryBytes, 1, Limit);
    }

    [Fact]
    public async Task Memory_that_readers_hold_is_waited_for_and_then_named()
    {
        var options = new CollectionOptions { MaxMemory = Limit, BackgroundMaintenance = false, ReaderPatience = TimeSpan.Zero };
        using Collection collection = Create(Blobs(), options);
        var scans = new List<IEnumerator<Document>>();
        int next = 0;
        ZvecException exception = await Assert.ThrowsAsync<ZvecException>(async () =>
        {
            while (next < 1_000)
            {
                await collection.InsertAsync([Blob(next++)]);
                scans.Add(collection.Scan().GetEnumerator());
                scans[^1].MoveNext();
            }
        });
        Assert.Equal(ZvecErrorCode.ResourceExhausted, exception.Code);
        Assert.Contains("Scan", exception.Message, StringComparison.Ordinal);
        Assert.Null(collection.Fetch(next - 1));
        scans.ForEach(scan => scan.Dispose());
        await collection.InsertAsync([Blob(next - 1)], TestContext.Current.CancellationToken);
        Assert.Equal(next, collection.GetStatistics().Documents);
    }

    [Fact]
    public async Task A_graph_that_does_not_fit_is_not_built_until_there_is_memory_for_it()
    {
        const int Rows = 7_000;
        using (Collection collection = Create(Graphs(), new CollectionOptions { BackgroundMaintenance = false }))
        {
            await InsertAsync(collection, 0, Rows);
            await collection.FlushAsync(TestContext.Current.CancellationToken);
        }

        var logger = new ListLogger();
        var tight = new CollectionOptions { MaxMemory = Limit, MaintenanceThreads = 2, BackgroundMaintenance = false, Logger = logger };
        using (Collection collection = CollectionOpener.Open(_disk, Path, tight))
        {
            await collection.OptimizeAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, collection.GetStatistics().IndexCompleteness["v"]);
            Assert.Contains("MaxMemory", Assert.Single(logger.Warnings), StringComparison.Ordinal);
            Assert.Equal(5, collection.Search(new VectorQuery("v", new float[] { 5, 1 }) { Top = 1 })[0].Key.Value);
        }

        using (Collection collection = CollectionOpener.Open(
            _disk, Path, new CollectionOptions { MaxMemory = 4 * Limit, BackgroundMaintenance = false }))
        {
            await collection.OptimizeAsync(TestContext.Current.CancellationToken);
            Assert.Equal(1, collection.GetStatistics().IndexCompleteness["v"]);
        }
    }

    [Fact]
    public async Task Optimizing_makes_as_few_segments_as_have_room_for_their_graphs()
    {
        var options = new CollectionOptions { MaxMemory = Limit, MaintenanceThreads = 2, BackgroundMaintenance = false };
        using Collection collection = Create(Graphs(), options);
        for (int part = 0; part < 4; part++)
        {
            await InsertAsync(collection, part * 2_000, 2_000);
            await collection.FlushAsync(TestContext.Current.CancellationToken);
        }

        await collection.OptimizeAsync(TestContext.Current.CancellationToken);
        CollectionStatistics statistics = collection.GetStatistics();
        Assert.Equal(2, statistics.Segments);
        Assert.Equal(1, statistics.IndexCompleteness["v"]);
        Assert.InRange(statistics.MemoryBytes, 0, Limit / 4);
        await collection.OptimizeAsync(TestContext.Current.CancellationToken);
        Assert.Equal(statistics.DiskBytes, collection.GetStatistics().DiskBytes);
    }

    private static CollectionSchema Blobs() => new("blobs")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("n", DataType.Int32), new FieldSchema("blob", DataType.Binary) },
    };

    /// <summary>A graph of the most links, so that few rows fill the memory.</summary>
    private static CollectionSchema Graphs() => new("graphs")
    {
        Key = KeyType.Int32,
        Vectors =
        {
            new VectorSchema("v", VectorType.Float32, 2)
            {
                Index = new HnswIndexOptions { Metric = Metric.L2, M = 256, EfConstruction = 8 },
            },
        },
    };

    private static Document Blob(int key) => new(key) { ["n"] = key, ["blob"] = new byte[BlobBytes] };

    private static async Task InsertAsync(Collection collection, int first, int count)
    {
        foreach (int[] keys in Enumerable.Range(first, count).Chunk(1_000))
            await collection.InsertAsync(keys.Select(key => new Document(key) { ["v"] = new float[] { key, 1 } }));
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (long seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }

    private Collection Create(CollectionSchema schema, CollectionOptions options) => CollectionOpener.Create(_disk, Path, schema, options);

    /// <summary>Keeps the warnings.</summary>
    private sealed class ListLogger : ILogger
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
                Warnings.Add(formatter(state, exception));
        }
    }
}

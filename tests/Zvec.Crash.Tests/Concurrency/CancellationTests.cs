
namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Cancels an operation at each of its calls to the file system in turn.</summary>
public sealed class CancellationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task An_optimization_that_is_cancelled_anywhere_changes_nothing()
    {
        CountingFileSystem disk = SmallCollection.NewDisk();
        using Collection collection = SmallCollection.Create(disk);
        await SmallCollection.FillAsync(collection);
        await collection.FlushAsync();
        IReadOnlyList<string> open = disk.Open;
        IReadOnlyList<string> files = SmallCollection.Files(disk);
        int cancelled = await CancelEverywhereAsync(disk, collection, collection.OptimizeAsync, () =>
        {
            Assert.Equal(open, disk.Open);
            Assert.Equal(files, SmallCollection.Files(disk));
        });
        Assert.True(cancelled > 20, $"Only {cancelled} moments to cancel at were found.");
        Assert.Equal(1, collection.GetStatistics().Segments);
        Assert.Equal(1, collection.GetStatistics().IndexCompleteness["vector"]);
    }

    [Fact]
    public async Task A_flush_that_is_cancelled_anywhere_keeps_all_documents_and_leaves_no_files_behind()
    {
        CountingFileSystem disk = SmallCollection.NewDisk();
        using Collection collection = SmallCollection.Create(disk);
        await SmallCollection.FillAsync(collection);
        int cancelled = await CancelEverywhereAsync(
            disk, collection, collection.FlushAsync, () => AssertNothingLeftBehind(disk, collection));
        Assert.True(cancelled > 5, $"Only {cancelled} moments to cancel at were found.");
        Assert.Equal(0, collection.GetStatistics().MutableDocuments);
    }

    [Fact]
    public async Task An_index_whose_building_is_cancelled_anywhere_is_built_by_the_next_call()
    {
        CountingFileSystem disk = SmallCollection.NewDisk();
        using Collection collection = SmallCollection.Create(disk);
        await SmallCollection.FillAsync(collection);
        await collection.FlushAsync();
        Task CreateAsync(CancellationToken token) => collection.CreateIndexAsync("text", new InvertedIndexOptions(), token);
        int cancelled = await CancelEverywhereAsync(disk, collection, CreateAsync, () => AssertNothingLeftBehind(disk, collection));
        Assert.True(cancelled > 5, $"Only {cancelled} moments to cancel at were found.");
        await collection.FlushAsync();
        int segments = collection.GetStatistics().Segments;
        Assert.Equal(2 * segments, SmallCollection.Files(disk).Count(file => file.EndsWith(".inverted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_optimization_does_not_wait_for_a_running_job_once_it_is_cancelled()
    {
        CountingFileSystem disk = SmallCollection.NewDisk();
        using Collection collection = SmallCollection.Create(disk);
        await SmallCollection.FillAsync(collection);
        await collection.FlushAsync();
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        disk.Before = (_, path) =>
        {
            if (!path.EndsWith(".hnsw", StringComparison.Ordinal))
                return;
            begun.Set();
            goOn.Wait();
        };
        Task running = collection.OptimizeAsync();
        begun.Wait();
        using var source = new CancellationTokenSource();
        Task waiting = collection.CreateIndexAsync("text", new InvertedIndexOptions(), source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(running.IsCompleted);
        goOn.Set();
        await running;
        Assert.Equal(1, collection.GetStatistics().Segments);
    }

    [Fact]
    public async Task A_call_that_Dispose_ends_says_that_the_collection_was_disposed()
    {
        CountingFileSystem disk = SmallCollection.NewDisk();
        Collection collection = SmallCollection.Create(disk);
        await SmallCollection.FillAsync(collection);
        Thread? disposing = null;
        disk.Before = (_, path) =>
        {
            if (disposing is null)
            {
                if (!path.EndsWith(".column", StringComparison.Ordinal))
                    return;
                disposing = new Thread(collection.Dispose);
                disposing.Start();
            }

            // it waits for the job whose operation this is
            while (Thread.CurrentThread != disposing && !disposing.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
                Thread.Yield();
        };
        var exception = await Assert.ThrowsAsync<ObjectDisposedException>(() => collection.OptimizeAsync());
        Assert.Equal("Collection 'small'", exception.ObjectName);
        disposing!.Join();
        Assert.Empty(disk.Open);
    }

    [Fact]
    public async Task Reads_that_are_cancelled_say_so_and_give_their_memory_back()
    {
        CountingFileSystem disk = SmallCollection.NewDisk();
        using Collection collection = SmallCollection.Create(disk);
        await SmallCollection.FillAsync(collection);
        await collection.OptimizeAsync();
        var token = new CancellationToken(canceled: true);
        float[] vector = (float[])SmallCollection.Document(5)["vector"]!;
        Assert.Throws<OperationCanceledException>(() => collection.Search(new VectorQuery("vector", vector), token));
        Assert.Throws<OperationCanceledException>(() => collection.Search(new VectorQuery("vector", vector) { Exact = true }, token));
        Assert.Throws<OperationCanceledException>(() => collection.Query(new FilterQuery { Filter = "number > 3" }, token));
        Assert.Throws<OperationCanceledException>(() => collection.Query(new FilterQuery { OrderBy = [new SortField("text")] }, token));
        Assert.Equal(10, collection.Search(new VectorQuery("vector", vector)).Count);
    }

    /// <summary>Runs an operation again and again, cancelled at its first operation on the disk, at its second and so on, until it comes to
    /// its end; compares the documents each time. What is cancelled too late may come to its end all the same.</summary>
    /// <returns>How often it was cancelled.</returns>
    private async Task<int> CancelEverywhereAsync(
        CountingFileSystem disk, Collection collection, Func<CancellationToken, Task> operation, Action check)
    {
        IReadOnlyList<string> contents = SmallCollection.Contents(collection);
        int cancelled = 0;
        bool done = false;
        for (int at = 1; !done; at++)
        {
            using var source = new CancellationTokenSource();
            disk.Restart();
            disk.Before = (number, _) =>
            {
                if (number == at)
                    source.Cancel();
            };
            try
            {
                await operation(source.Token);
                done = disk.Operations < at;
            }
            catch (OperationCanceledException)
            {
                cancelled++;
                check();
            }

            disk.Before = null;
            Assert.Equal(contents, SmallCollection.Contents(collection));
        }

        output.WriteLine($"cancelled at {cancelled} moments");
        return cancelled;
    }

    /// <summary>No half a segment, no temporary file, and nothing open but the segments, the log and the lock.</summary>
    private static void AssertNothingLeftBehind(CountingFileSystem disk, Collection collection)
    {
        IReadOnlyList<string> files = SmallCollection.Files(disk);
        Assert.DoesNotContain(files, file => file.EndsWith(".tmp", StringComparison.Ordinal));
        IEnumerable<string?> folders = files
            .Where(file => file.Contains("/segments/", StringComparison.Ordinal))
            .Select(Path.GetDirectoryName);
        Assert.Equal(collection.GetStatistics().Segments, folders.Distinct().Count());
        string[] maps = [.. disk.Open.Where(one => one.StartsWith("map of ", StringComparison.Ordinal)).Select(one => one[7..])];
        IEnumerable<string> inSegments = files.Where(file =>
            file.Contains("/segments/", StringComparison.Ordinal) && !file.Contains("deletes.", StringComparison.Ordinal));
        Assert.Equal(inSegments, maps.Order(StringComparer.Ordinal));
        Assert.Equal(2, disk.Open.Count - maps.Length);
    }
}

using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Concurrency;

/// <summary>What is opened or allocated is let go. Memory is counted for the whole process: no other test runs meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class LeakTests
{
    [Fact]
    public void Whatever_a_collection_opens_and_allocates_is_let_go_with_it()
    {
        Use(); // this thread keeps room for a query from now on
        long before = LiveBuffers();
        for (int round = 0; round < 5; round++)
            Use();
        AssertNoMoreThan(before);
    }

    [Fact]
    public void Threads_that_stress_a_collection_until_it_is_disposed_leave_nothing_open()
    {
        const int Rounds = 3;
        const int Readers = 3;
        using var folder = new TemporaryFolder();
        long before = LiveBuffers();
        var disk = new CountingFileSystem(PhysicalFileSystem.Instance);
        var run = new StressRun(disk, folder["stress"], seed: 9, Durability.Buffered);
        run.Cast(writers: 2, Readers, maintainers: 1, sideReaders: 1);
        for (int round = 0; round < Rounds; round++)
            run.RunUntilDisposed(150);
        run.Check();
        Assert.Empty(disk.Open);
        Assert.Empty(EntriesOfThisProcess(folder.Path));

        // each thread that searched may have kept room for one query; it goes with the thread
        AssertNoMoreThan(before + (Rounds * Readers));
        LiveBuffers();
        AssertNoMoreThan(before);
    }

    [Fact]
    public async Task A_thousand_snapshots_that_readers_let_go_keep_no_segment()
    {
        CountingFileSystem disk = SmallCollection.NewDisk();
        using Collection collection = SmallCollection.Create(disk);
        await SmallCollection.FillAsync(collection);
        var scans = new Queue<IEnumerator<Document>>();
        for (int i = 0; i < 1_000; i++)
        {
            await collection.UpsertAsync([SmallCollection.Document(100 + (i % 50))]);
            IEnumerator<Document> scan = collection.Scan().GetEnumerator();
            Assert.True(scan.MoveNext());
            scans.Enqueue(scan);
            if (i % 100 == 0)
                await collection.OptimizeAsync();
            if (scans.Count > 150)
                scans.Dequeue().Dispose();
        }

        while (scans.TryDequeue(out IEnumerator<Document>? scan))
        {
            while (scan.MoveNext())
            {
                // to the end, across ten optimizations
            }

            scan.Dispose();
        }

        Assert.Equal(collection.GetStatistics().Segments, FoldersOfMaps(disk));
        collection.Dispose();
        Assert.Empty(disk.Open);
    }

    [Fact]
    public async Task An_opening_that_fails_at_any_operation_leaves_nothing_open()
    {
        CountingFileSystem disk = SmallCollection.NewDisk();
        using (Collection collection = SmallCollection.Create(disk))
            await SmallCollection.FillAsync(collection);
        foreach (bool readOnly in new[] { false, true })
        {
            long before = LiveBuffers();
            int failed = FailEverywhere(disk, () => SmallCollection.Open(disk, readOnly));
            Assert.True(failed > 20, $"Only {failed} operations failed.");
            AssertNoMoreThan(before);
        }

        using Collection opened = SmallCollection.Open(disk);
        Assert.Equal(467, opened.GetStatistics().Documents);
    }

    [Fact]
    public void A_creation_that_fails_at_any_operation_leaves_nothing_open_and_can_be_repeated()
    {
        bool done = false;
        int failed = 0;
        for (int at = 1; !done; at++)
        {
            CountingFileSystem disk = SmallCollection.NewDisk();
            disk.Before = (number, path) =>
            {
                if (number == at)
                    throw new IOException($"Operation {number}, on '{path}', was made to fail.");
            };
            try
            {
                SmallCollection.Create(disk).Dispose();
                done = disk.Operations < at;
            }
            catch (Exception exception) when (exception is IOException or ZvecException)
            {
                failed++;
                disk.Before = null;
                Assert.Empty(disk.Open);
                (SmallCollection.Exists(disk) ? SmallCollection.Open(disk) : SmallCollection.Create(disk)).Dispose();
            }

            Assert.Empty(disk.Open);
        }

        Assert.True(failed > 10, $"Only {failed} operations failed.");
    }

    [Fact]
    public async Task A_damaged_file_found_while_opening_leaves_nothing_open()
    {
        var memory = new MemoryFileSystem("/data");
        var disk = new CountingFileSystem(memory);
        using (Collection collection = SmallCollection.Create(disk))
            await SmallCollection.FillAsync(collection);
        long before = LiveBuffers();
        int found = 0;
        foreach (string file in SmallCollection.Files(disk).Where(file => disk.GetLength(file) > 100))
        {
            foreach (bool readOnly in new[] { false, true })
            {
                memory.Damage(file, 70);
                try
                {
                    SmallCollection.Open(disk, readOnly).Dispose();
                }
                catch (ZvecException exception) when (exception.Code == ZvecErrorCode.DataCorruption)
                {
                    found++;
                }

                memory.Damage(file, 70);
                Assert.Empty(disk.Open);
            }
        }

        Assert.True(found > 20, $"Only {found} damaged files were found.");
        AssertNoMoreThan(before);
    }

    [Fact]
    public async Task A_counting_file_system_tells_what_is_open()
    {
        CountingFileSystem disk = SmallCollection.NewDisk();
        using Collection collection = SmallCollection.Create(disk);
        await SmallCollection.FillAsync(collection, segments: 1);
        Assert.Contains(disk.Open, one => one == $"lock {SmallCollection.Path}/LOCK");
        Assert.Contains(disk.Open, one => one.StartsWith($"file {SmallCollection.Path}/wal/", StringComparison.Ordinal));
        Assert.Contains(disk.Open, one => one.StartsWith($"map of {SmallCollection.Path}/segments/", StringComparison.Ordinal));
        Assert.Equal(1, FoldersOfMaps(disk));
    }

    /// <summary>Everything with a collection, the searches on the calling thread.</summary>
    private static void Use()
    {
        CountingFileSystem disk = SmallCollection.NewDisk();
        using (Collection collection = SmallCollection.Create(disk))
        {
            SmallCollection.FillAsync(collection).GetAwaiter().GetResult();
            SearchOnThisThread(collection);
            collection.OptimizeAsync().GetAwaiter().GetResult();
            SearchOnThisThread(collection);
            SmallCollection.FillAsync(collection, segments: 1).GetAwaiter().GetResult();
        }

        Assert.Empty(disk.Open);
        using (Collection reopened = SmallCollection.Open(disk))
            SearchOnThisThread(reopened);
        using (Collection reader = SmallCollection.Open(disk, readOnly: true))
        {
            SearchOnThisThread(reader);
            reader.Refresh();
        }

        Assert.Empty(disk.Open);
    }

    /// <summary>Without the help of the garbage collector; fewer are no fault, for it may have freed room that ended threads
    /// kept.</summary>
    private static void AssertNoMoreThan(long buffers) => Assert.InRange(NativeBuffer.Live, 0, buffers);

    private static void SearchOnThisThread(Collection collection)
    {
        float[] vector = (float[])SmallCollection.Document(7)["vector"]!;
        Assert.Equal(10, collection.Search(new VectorQuery("vector", vector)).Count);
        Assert.Equal(10, collection.Search(new VectorQuery("vector", vector) { Filter = "number > 20" }).Count);
    }

    /// <summary>Opens with a disk that fails from its first operation on, from its second and so on, until opening succeeds.</summary>
    private static int FailEverywhere(CountingFileSystem disk, Func<Collection> open)
    {
        int failed = 0;
        bool done = false;
        for (int at = 1; !done; at++)
        {
            disk.Restart();
            disk.Before = (number, path) =>
            {
                if (number >= at)
                    throw new IOException($"Operation {number}, on '{path}', was made to fail.");
            };
            try
            {
                open().Dispose();
            }
            catch (Exception exception) when (exception is IOException or ZvecException)
            {
                failed++;
            }

            done = disk.Operations < at;
            disk.Before = null;
            Assert.Empty(disk.Open);
        }

        return failed;
    }

    private static int FoldersOfMaps(CountingFileSystem disk) => disk.Open
        .Where(one => one.StartsWith("map of ", StringComparison.Ordinal))
        .Select(Path.GetDirectoryName)
        .Distinct()
        .Count();

    /// <summary>Native buffers, less those that nobody refers to.</summary>
    private static long LiveBuffers()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return NativeBuffer.Live;
    }

    /// <summary>What the operating system says of open files and maps in a folder.</summary>
    private static string[] EntriesOfThisProcess(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        IEnumerable<string?> handles = Directory.GetFiles("/proc/self/fd").Select(handle => new FileInfo(handle).LinkTarget);
        IEnumerable<string> all = handles.Concat(File.ReadAllLines("/proc/self/maps")).OfType<string>();
        return [.. all.Where(one => one.Contains(folder, StringComparison.Ordinal))];
    }
}

using System.Diagnostics.CodeAnalysis;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>The ways in which native zvec 0.7.0 loses data, one test for each, and that this engine does not.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "A collection that crashes is not disposed.")]
public sealed class NativeDefectTests
{
    private const string Path = "/disk/c";

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, MutableSegmentBytes = 64 << 10 };
    private static readonly CollectionOptions ReadOnly = new() { ReadOnly = true };
    private static readonly CollectionFiles Files = new(Path);

    /// <summary>zvec: 20 acknowledged documents lost.</summary>
    [Fact]
    public async Task A_torn_tail_is_cut_and_what_is_written_after_it_survives_the_next_crash()
    {
        MemoryFileSystem disk = await CrashedAsync(10);
        using (IWritableFile log = disk.OpenAppend(LogPath(1), disk.GetLength(LogPath(1))))
        {
            log.Write(new byte[300]);
            log.Sync();
        }

        Collection collection = Open(disk);
        Assert.Equal(10, Count(collection));
        await InsertAsync(collection, 10, 20);
        using Collection after = Open(disk.Crash());
        Assert.Equal(30, Count(after));
    }

    /// <summary>zvec: opens without an error, 9 of 20 documents.</summary>
    [Fact]
    public async Task A_flipped_byte_in_the_middle_of_the_log_is_reported()
    {
        MemoryFileSystem disk = await CrashedAsync(20);
        long length = disk.GetLength(LogPath(1));
        for (long at = 0; at < length - 100; at += 7)
        {
            disk.Damage(LogPath(1), at);
            ZvecException exception = Assert.Throws<ZvecException>(() => Open(disk));
            Assert.True(exception.Code is ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat);
            Assert.Contains(LogPath(1), exception.Message, StringComparison.Ordinal);
            disk.Damage(LogPath(1), at);
        }

        using Collection whole = Open(disk);
        Assert.Equal(20, Count(whole));
    }

    /// <summary>zvec: it and every later write is lost.</summary>
    [Fact]
    public async Task A_document_of_more_than_4_MiB_survives_a_crash_with_those_behind_it()
    {
        var disk = new MemoryFileSystem("/disk");
        Collection collection = Create(disk);
        string large = new('x', 5 << 20);
        await InsertAsync(collection, 0, 1);
        await collection.InsertAsync(
            [new Document(1) { ["text"] = large, ["vector"] = new float[] { 1, 0 } }], TestContext.Current.CancellationToken);
        await InsertAsync(collection, 2, 1);
        using Collection after = Open(disk.Crash());
        Assert.Equal(3, Count(after));
        Assert.Equal(large, after.Fetch(1)!.Get<string>("text"));
    }

    /// <summary>zvec: fails to open, or ends the process, although the manifest before is whole.</summary>
    [Fact]
    public async Task A_manifest_that_a_crash_cut_short_is_no_obstacle()
    {
        foreach (int kept in (int[])[0, 1, 40, 200])
        {
            MemoryFileSystem disk = await CrashedAsync(5);
            byte[] whole = disk.ReadAllBytes(Files.Manifest(1));
            disk.Put(Files.Manifest(2) + AtomicFile.TemporarySuffix, whole.AsSpan(0, kept));
            using (Collection reader = CollectionOpener.Open(disk, Path, ReadOnly))
                Assert.Equal(5, Count(reader));
            using Collection collection = Open(disk);
            Assert.Equal(5, Count(collection));
        }
    }

    /// <summary>zvec: ends the process. This engine never leaves such a file, for it renames manifests that are whole: somebody else
    /// did.</summary>
    [Fact]
    public async Task A_newer_manifest_that_is_empty_or_cut_is_reported_and_nothing_is_removed()
    {
        foreach (int kept in (int[])[0, 1, 40, 200])
        {
            MemoryFileSystem disk = await CrashedAsync(5);
            byte[] whole = disk.ReadAllBytes(Files.Manifest(1));
            disk.Put(Files.Manifest(2), whole.AsSpan(0, kept));
            foreach (CollectionOptions options in (CollectionOptions[])[Options, ReadOnly])
            {
                ZvecException exception = Assert.Throws<ZvecException>(() => CollectionOpener.Open(disk, Path, options));
                Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
                Assert.Contains(Files.Manifest(2), exception.Message, StringComparison.Ordinal);
            }

            disk.DeleteFile(Files.Manifest(2));
            using Collection collection = Open(disk);
            Assert.Equal(5, Count(collection));
        }
    }

    /// <summary>zvec: 0 of 50 documents.</summary>
    [Fact]
    public async Task A_collection_opened_for_reading_after_a_crash_shows_the_log()
    {
        MemoryFileSystem disk = await CrashedAsync(50);
        int operations = disk.Operations;
        using Collection reader = CollectionOpener.Open(disk, Path, ReadOnly);
        Assert.Equal(50, Count(reader));
        Assert.Equal(operations, disk.Operations);
    }

    /// <summary>zvec: the log is deleted before the files that replace it are on the device.</summary>
    [Fact]
    public async Task A_flush_survives_a_power_cut_even_where_writes_are_buffered()
    {
        var disk = new MemoryFileSystem("/disk");
        Collection collection = Create(disk, Durability.Buffered);
        await InsertAsync(collection, 0, 30);
        await collection.DeleteAsync([new DocumentKey(0)], TestContext.Current.CancellationToken);
        await collection.FlushAsync(TestContext.Current.CancellationToken);
        for (int seed = -1; seed < 20; seed++)
        {
            using Collection after = Open(disk.Crash(seed < 0 ? null : new Random(seed)));
            Assert.Equal(29, Count(after));
        }
    }

    /// <summary>zvec, issue 768: the log that holds the record just written is deleted before the record is applied.</summary>
    [Fact]
    public async Task A_new_log_file_does_not_take_the_record_just_logged_with_it()
    {
        var disk = new MemoryFileSystem("/disk");
        using Collection collection = Create(disk);
        string text = new('x', 10_000);
        for (int key = 0; key < 40; key++)
        {
            await collection.InsertAsync(
                [new Document(key) { ["text"] = text, ["vector"] = new float[] { key, 1 } }], TestContext.Current.CancellationToken);
            using Collection after = Open(disk.Crash(new Random(key)));
            Assert.Equal(key + 1, Count(after));
        }

        Assert.InRange(collection.GetStatistics().Segments, 1, 40);
    }

    /// <summary>zvec: opens empty.</summary>
    [Fact]
    public async Task A_missing_log_file_is_reported()
    {
        MemoryFileSystem disk = await CrashedAsync(5);
        disk.DeleteFile(LogPath(1));
        foreach (CollectionOptions options in (CollectionOptions[])[Options, ReadOnly])
        {
            ZvecException exception = Assert.Throws<ZvecException>(() => CollectionOpener.Open(disk, Path, options));
            Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
            Assert.Contains(LogPath(1), exception.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>zvec, issue 594: what the log brought back was gone after optimizing.</summary>
    [Fact]
    public async Task What_recovery_brought_back_survives_optimizing_and_another_crash()
    {
        MemoryFileSystem disk = await CrashedAsync(40);
        Collection collection = Open(disk);
        await collection.OptimizeAsync(TestContext.Current.CancellationToken);
        using Collection after = Open(disk.Crash());
        Assert.Equal(40, Count(after));
    }

    /// <summary>zvec, issue 724: updates and deletions come back wrong from optimizing.</summary>
    [Fact]
    public async Task Updates_and_deletions_survive_optimizing_and_a_crash()
    {
        var disk = new MemoryFileSystem("/disk");
        Collection collection = Create(disk);
        await InsertAsync(collection, 0, 30);
        await collection.FlushAsync(TestContext.Current.CancellationToken);
        await collection.UpdateAsync(
            Enumerable.Range(0, 10).Select(key => new Document(key) { ["vector"] = new float[] { 1000 + key, 0 } }),
            TestContext.Current.CancellationToken);
        await collection.DeleteAsync(Enumerable.Range(10, 10).Select(key => new DocumentKey(key)), TestContext.Current.CancellationToken);
        await collection.OptimizeAsync(TestContext.Current.CancellationToken);
        using Collection after = Open(disk.Crash());
        int[] found = [.. after.Search(new VectorQuery("vector", new float[] { 1009, 0 }) { Top = 30 }).Select(hit => (int)hit.Key.Value)];
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], found[..10]);
        Assert.Equal(Enumerable.Range(0, 10).Concat(Enumerable.Range(20, 10)), found.Order());
    }

    /// <summary>zvec, issue 673: a folder that a crash left behind stops the next segment.</summary>
    [Fact]
    public async Task A_segment_that_a_crash_left_behind_is_removed_and_no_obstacle()
    {
        MemoryFileSystem disk = await CrashedAsync(10);
        disk.CreateDirectory(Files.Segment(1));
        disk.Put(System.IO.Path.Combine(Files.Segment(1), CollectionFiles.KeysName), "half"u8);
        using Collection collection = Open(disk);
        Assert.False(disk.DirectoryExists(Files.Segment(1)));
        await collection.FlushAsync(TestContext.Current.CancellationToken);
        using Collection after = Open(disk.Crash());
        Assert.Equal(10, Count(after));
    }

    /// <summary>zvec: no write is synced before it is acknowledged.</summary>
    [Fact]
    public async Task An_acknowledged_write_survives_a_power_cut()
    {
        var disk = new MemoryFileSystem("/disk");
        using Collection collection = Create(disk);
        for (int key = 0; key < 20; key++)
        {
            await InsertAsync(collection, key, 1);
            using Collection after = Open(disk.Crash());
            Assert.Equal(key + 1, Count(after));
        }
    }

    private static string LogPath(long number) => WalFiles.PathOf(Files.Logs, number);

    private static int Count(Collection collection)
    {
        int count = collection.Scan().Count();
        Assert.Equal(count, collection.GetStatistics().Documents);
        return count;
    }

    /// <summary>A disk that lost power after so many documents were acknowledged.</summary>
    private static async Task<MemoryFileSystem> CrashedAsync(int documents)
    {
        var disk = new MemoryFileSystem("/disk");
        await InsertAsync(Create(disk), 0, documents);
        return disk.Crash();
    }

    private static Collection Open(MemoryFileSystem disk) => CollectionOpener.Open(disk, Path, Options);

    private static Collection Create(MemoryFileSystem disk, Durability durability = Durability.Synced)
    {
        var schema = new CollectionSchema("c")
        {
            Key = KeyType.Int32,
            Fields = { new FieldSchema("text", DataType.String) },
            Vectors = { new VectorSchema("vector", VectorType.Float32, 2) { Index = new FlatIndexOptions { Metric = Metric.L2 } } },
        };
        return CollectionOpener.Create(
            disk, Path, schema,
            new CollectionOptions { BackgroundMaintenance = false, MutableSegmentBytes = 64 << 10, Durability = durability });
    }

    private static async Task InsertAsync(Collection collection, int first, int count)
    {
        for (int key = first; key < first + count; key++)
            await collection.InsertAsync([new Document(key) { ["text"] = $"text {key}", ["vector"] = new float[] { key, 1 } }]);
    }
}

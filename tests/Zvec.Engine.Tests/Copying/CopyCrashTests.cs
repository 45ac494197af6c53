using Zvec.Engine.Tests.Collections;
using Zvec.Engine.Tests.Golden;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Copying;

/// <summary>A disk that fails at one operation of a copy, for each of them: there is no target then, or a complete one; and the next copy
/// succeeds and leaves nothing behind.</summary>
public sealed class CopyCrashTests
{
    private const string Folder = "/disk";
    private const string Source = "/disk/source";
    private const string Target = "/disk/target";

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, MutableSegmentBytes = 64 << 10 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whichever_operation_fails_there_is_no_part_of_a_copy(bool forGood)
    {
        MemoryFileSystem before = await SourceAsync();
        string[] expected = Documents(before, Source);
        int failures = 0;
        for (int failAt = 1; ; failAt++)
        {
            MemoryFileSystem disk = before.Crash();
            using Collection collection = CollectionOpener.Open(disk, Source, new CollectionOptions { ReadOnly = true });
            disk.FailAt = disk.Operations + failAt;
            disk.FailsForGood = forGood;
            disk.TearsWrites = failAt % 2 == 0;
            bool failed = await FailsAsync(collection, disk);
            bool reached = disk.Operations >= disk.FailAt;
            failures += failed ? 1 : 0;
            disk.FailAt = 0;

            if (!forGood)
                await CheckAsync(disk, expected, mustExist: !failed, $"operation {failAt} failed");
            await CheckAsync(disk.Crash(), expected, mustExist: !failed, $"crash after operation {failAt}");
            await CheckAsync(
                disk.Crash(new Random(failAt)), expected, mustExist: !failed, $"crash after operation {failAt}, some unsynced bytes kept");
            if (!reached)
                break;
        }

        Assert.InRange(failures, 50, int.MaxValue);
    }

    private static async Task<bool> FailsAsync(Collection collection, MemoryFileSystem disk)
    {
        try
        {
            await collection.CopyToAsync(disk, Target, CopyOptions(), progress: null, TestContext.Current.CancellationToken);
            return false;
        }
        catch (Exception exception) when (exception is IOException or ZvecException)
        {
            return true;
        }
    }

    /// <summary>The disk holds a complete copy or none; a further copy puts things right and leaves nothing behind.</summary>
    private static async Task CheckAsync(MemoryFileSystem disk, string[] expected, bool mustExist, string where)
    {
        bool exists = disk.DirectoryExists(Target);
        Assert.True(exists || !mustExist, where + ": a copy that was reported done is gone");
        if (exists)
            AssertSame(expected, Documents(disk, Target), where);
        using Collection collection = CollectionOpener.Open(disk, Source, new CollectionOptions { ReadOnly = true });
        Assert.Equal(exists, await FailsAsync(collection, disk));
        AssertSame(expected, Documents(disk, Target), where + ", then copied again");
        if (!exists)
            Assert.Equal([Source, Target], disk.GetDirectories(Folder).Order(StringComparer.Ordinal));
    }

    private static void AssertSame(string[] expected, string[] actual, string where) =>
        Assert.True(expected.SequenceEqual(actual), where + ": the copy differs");

    private static string[] Documents(MemoryFileSystem disk, string path)
    {
        using Collection collection = CollectionOpener.Open(disk, path, new CollectionOptions { ReadOnly = true });
        return DocumentText.Of(collection.Scan());
    }

    private static CopyOptions CopyOptions() => new() { Options = Options };

    private static async Task<MemoryFileSystem> SourceAsync()
    {
        var disk = new MemoryFileSystem(Folder);
        var random = new Random(1);
        var index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 20, M = 4, EfConstruction = 8 };
        using Collection collection = CollectionOpener.Create(disk, Source, CollectionModel.Schema(index), Options);
        await collection.InsertAsync(
            Enumerable.Range(0, 40).Select(i => CollectionModel.ToDocument(i, CollectionModel.RandomDocument(random))));
        await collection.FlushAsync();
        await collection.DeleteAsync(Enumerable.Range(10, 5).Select(i => new DocumentKey(i)));
        await collection.InsertAsync(
            Enumerable.Range(40, 20).Select(i => CollectionModel.ToDocument(i, CollectionModel.RandomDocument(random))));
        return disk;
    }
}

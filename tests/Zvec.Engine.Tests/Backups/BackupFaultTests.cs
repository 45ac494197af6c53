using Zvec.Engine.Tests.Collections;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Backups;

/// <summary>A disk that fails at each operation of a backup or a restoration: the folder holds the older backup or the new one, whole, and the
/// collection is unharmed.</summary>
public sealed class BackupFaultTests
{
    private const string Path = "/disk/c";
    private const string Target = "/disk/b";

    [Theory]
    [InlineData(1, true, true)]
    [InlineData(2, true, false)]
    [InlineData(3, false, true)]
    [InlineData(4, false, false)]
    public async Task Whichever_operation_fails_the_older_backup_or_the_new_one_is_whole(int seed, bool hasOlder, bool hardLinks)
    {
        int failures = 0;
        for (int failAt = 1; ; failAt++)
        {
            var disk = new MemoryFileSystem("/disk") { TearsWrites = true };
            (SortedDictionary<int, ModelDocument>? older, BackedUpCollection source) = await PrepareAsync(disk, seed, hasOlder);
            using (source)
            {
                bool failsForGood = failAt % 2 == 0;
                disk.FailAt = disk.Operations + failAt;
                disk.FailsForGood = failsForGood;
                BackupResult? result = await BackUpAsync(source.Collection, hardLinks);
                string where = $"seed {seed}, failure at operation {failAt} of the backup{(failsForGood ? " and all later ones" : "")}";
                MemoryFileSystem[] after = [disk.Crash(), disk.Crash(new Random(failAt)), disk.Crash(new Random(-failAt))];
                disk.FailAt = 0;
                Assert.True(BackedUpCollection.Holds(source.Collection, source.Documents), where + ": the collection");
                CheckTarget(disk, older, result is null ? null : source.Documents, source.Documents, where);
                foreach (MemoryFileSystem crashed in after)
                {
                    CheckTarget(crashed, older, result is null ? null : source.Documents, source.Documents, where + ", then a power cut");
                    using Collection reopened = CollectionOpener.Open(crashed, Path, new CollectionOptions());
                }

                await source.Collection.BackupAsync(Target, cancellationToken: TestContext.Current.CancellationToken);
                Assert.True(BackedUpCollection.Holds(disk, Target, source.Documents), where + ", and once more");
                if (result is not null)
                    break;
                failures++;
            }
        }

        Assert.InRange(failures, 20, int.MaxValue);
    }

    [Fact]
    public async Task Whichever_operation_of_a_restoration_fails_there_is_nothing_or_the_whole_collection()
    {
        int failures = 0;
        for (int failAt = 1; ; failAt++)
        {
            var disk = new MemoryFileSystem("/disk") { TearsWrites = true };
            (_, BackedUpCollection source) = await PrepareAsync(disk, seed: 5, hasOlder: false);
            using (source)
            {
                await source.Collection.BackupAsync(Target, cancellationToken: TestContext.Current.CancellationToken);
                disk.FailAt = disk.Operations + failAt;
                disk.FailsForGood = failAt % 2 == 0;
                bool failed = Record.Exception(() => Collection.Restore(disk, Target, "/disk/r", null, default)) is not null;
                string where = $"failure at operation {failAt}";
                MemoryFileSystem[] after = [disk.Crash(), disk.Crash(new Random(failAt))];
                disk.FailAt = 0;
                foreach (MemoryFileSystem one in (MemoryFileSystem[])[disk, .. after])
                {
                    Assert.True(Exists(one, "/disk/r") ? BackedUpCollection.Holds(one, "/disk/r", source.Documents) : failed, where);
                    Assert.True(BackedUpCollection.Holds(one, Target, source.Documents), where + ": the backup");
                    if (!Exists(one, "/disk/r"))
                        Collection.Restore(one, Target, "/disk/r", null, default);
                    Assert.True(BackedUpCollection.Holds(one, "/disk/r", source.Documents), where + ", and once more");
                }

                if (!failed)
                    break;
                failures++;
            }
        }

        Assert.InRange(failures, 20, int.MaxValue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelled_after_any_file_the_target_is_as_it_was(bool hasOlder)
    {
        for (int reports = 0; ; reports++)
        {
            var disk = new MemoryFileSystem("/disk");
            (SortedDictionary<int, ModelDocument>? older, BackedUpCollection source) = await PrepareAsync(disk, seed: 6, hasOlder);
            using (source)
            {
                SortedDictionary<string, byte[]> before = BackedUpCollection.Contents(disk, Target);
                using var cancellation = new CancellationTokenSource();
                var progress = new CancellingProgress(reports, cancellation);
                if (reports == 0)
                    await cancellation.CancelAsync();
                try
                {
                    await source.Collection.BackupAsync(Target, progress: progress, cancellationToken: cancellation.Token);
                    Assert.True(BackedUpCollection.Holds(disk, Target, source.Documents));
                    Assert.InRange(reports, 10, int.MaxValue);
                    return;
                }
                catch (OperationCanceledException)
                {
                    Assert.True(BackedUpCollection.AreSame(before, BackedUpCollection.Contents(disk, Target)), $"after {reports} reports");
                    Assert.Equal(hasOlder, disk.DirectoryExists(Target));
                    CheckTarget(disk, older, null, source.Documents, $"after {reports} reports");
                }
            }
        }
    }

    /// <summary>A collection with much in it and, if wanted, a backup of an earlier state.</summary>
    private static async Task<(SortedDictionary<int, ModelDocument>? Older, BackedUpCollection Source)> PrepareAsync(
        MemoryFileSystem disk, int seed, bool hasOlder)
    {
        var source = new BackedUpCollection(disk, Path, seed);
        await source.FillAsync();
        SortedDictionary<int, ModelDocument>? older = null;
        if (hasOlder)
        {
            await source.Collection.BackupAsync(Target);
            older = source.Copy();
            await source.Collection.FlushAsync();
            await source.DeleteAsync(5);
            await source.UpsertAsync(10);
        }

        return (older, source);
    }

    private static async Task<BackupResult?> BackUpAsync(Collection collection, bool hardLinks)
    {
        try
        {
            return await collection.BackupAsync(Target, new BackupOptions { HardLinks = hardLinks });
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool Exists(MemoryFileSystem disk, string path) =>
        disk.GetFiles(path).Any(file => System.IO.Path.GetFileName(file) is var name
            && name.StartsWith("MANIFEST-", StringComparison.Ordinal) && !name.EndsWith(".tmp", StringComparison.Ordinal));

    private static void CheckTarget(
        MemoryFileSystem disk,
        SortedDictionary<int, ModelDocument>? older,
        SortedDictionary<int, ModelDocument>? acknowledged,
        SortedDictionary<int, ModelDocument> newer,
        string where)
    {
        if (!Exists(disk, Target))
        {
            Assert.True(older is null && acknowledged is null, where + ": no backup");
            return;
        }

        bool isNew = BackedUpCollection.Holds(disk, Target, newer);
        Assert.True(isNew || (acknowledged is null && older is not null && BackedUpCollection.Holds(disk, Target, older)), where);
    }

    /// <summary>Cancels at a report, counted from 1.</summary>
    private sealed class CancellingProgress(int at, CancellationTokenSource cancellation) : IProgress<BackupProgress>
    {
        private int _reports;

        public void Report(BackupProgress value)
        {
            Assert.InRange(value.Bytes, 0, value.TotalBytes);
            Assert.InRange(value.Files, 0, value.TotalFiles);
            if (++_reports == at)
                cancellation.Cancel();
        }
    }
}

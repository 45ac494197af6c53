using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Collections;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Backups;

/// <summary>Backups of a collection that is written to: each is the model at one moment.</summary>
public sealed class BackupModelTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_backup_beside_writes_and_maintenance_is_one_moment_with_all_that_was_acknowledged_before(int seed, bool hardLinks)
    {
        using var folder = new TemporaryFolder();
        using var source = new BackedUpCollection(PhysicalFileSystem.Instance, folder["c"], seed, background: true);
        var states = new List<SortedDictionary<int, ModelDocument>> { source.Copy() };
        int acknowledged = 0;
        using var stop = new CancellationTokenSource();
        Task writing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    Task write;
                    lock (states)
                    {
                        // a backup may show the state as soon as the write has begun
                        write = source.Random.Next(3) == 0 ? source.DeleteAsync(4) : source.UpsertAsync(12);
                        states.Add(source.Copy());
                    }

                    await write;
                    Interlocked.Increment(ref acknowledged);
                }
            },
            TestContext.Current.CancellationToken);
        var options = new BackupOptions { HardLinks = hardLinks };
        for (int round = 0; round < 12; round++)
        {
            int known = Volatile.Read(ref acknowledged);
            while (Volatile.Read(ref acknowledged) < known + 10)
                await Task.Yield();
            int first = Volatile.Read(ref acknowledged);
            string target = folder[round % 4 == 3 ? "b" + round : "b"];
            BackupResult result = await source.Collection.BackupAsync(target, options, cancellationToken: TestContext.Current.CancellationToken);
            SortedDictionary<int, ModelDocument>[] possible;
            lock (states)
                possible = [.. states.Skip(first)];
            Assert.True(
                possible.Any(state => state.Count == result.Documents && BackedUpCollection.Holds(PhysicalFileSystem.Instance, target, state)),
                $"seed {seed}, round {round}: none of {possible.Length} states");
            Assert.True(hardLinks || result.LinkedFiles == 0);
        }

        await stop.CancelAsync();
        await writing;
        Assert.True(BackedUpCollection.Holds(source.Collection, source.Documents), $"seed {seed}: the collection itself");
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task Many_incremental_backups_each_equal_the_model_and_keep_what_is_there(int seed, bool hardLinks)
    {
        using var folder = new TemporaryFolder();
        using var source = new BackedUpCollection(PhysicalFileSystem.Instance, folder["c"], seed);
        var options = new BackupOptions { HardLinks = hardLinks };
        int kept = 0;
        long generation = 0;
        for (int round = 0; round < 25; round++)
        {
            for (int step = source.Random.Next(4); step > 0; step--)
                await StepAsync(source, round);
            BackupResult result = await source.Collection.BackupAsync(folder["b"], options, cancellationToken: TestContext.Current.CancellationToken);
            string where = $"seed {seed}, round {round}";
            Assert.True(BackedUpCollection.Holds(PhysicalFileSystem.Instance, folder["b"], source.Documents), where);
            Assert.True(result.Generation > generation, where);
            generation = result.Generation;
            kept += result.KeptFiles;
            if (round % 8 != 7)
                continue;

            string path = folder["restored" + round];
            Collection.Restore(folder["b"], path, TestContext.Current.CancellationToken);
            using Collection restored = Collection.Open(path);
            Assert.True(BackedUpCollection.Holds(restored, source.Documents), where + ", restored");
            Assert.Equal(source.Collection.Schema.Fields.Count, restored.Schema.Fields.Count);
        }

        Assert.InRange(kept, 20, int.MaxValue);
    }

    [Fact]
    public async Task A_restored_collection_goes_on_and_can_be_backed_up_over_the_backup_that_it_came_from()
    {
        using var folder = new TemporaryFolder();
        using var source = new BackedUpCollection(PhysicalFileSystem.Instance, folder["c"], seed: 5);
        await source.FillAsync();
        await source.Collection.BackupAsync(folder["b"], cancellationToken: TestContext.Current.CancellationToken);
        await source.Collection.BackupAsync(folder["b"], cancellationToken: TestContext.Current.CancellationToken);
        await Collection.RestoreAsync(folder["b"], folder["r"], cancellationToken: TestContext.Current.CancellationToken);
        using Collection restored = Collection.Open(folder["r"]);
        ModelDocument document = CollectionModel.RandomDocument(source.Random);
        await restored.UpsertAsync([CollectionModel.ToDocument(7, document)], TestContext.Current.CancellationToken);
        source.Documents[7] = document;
        await restored.OptimizeAsync(TestContext.Current.CancellationToken);
        await restored.BackupAsync(folder["b"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(BackedUpCollection.Holds(PhysicalFileSystem.Instance, folder["b"], source.Documents));
    }

    [Fact]
    public async Task An_empty_collection_and_one_opened_for_reading_are_backed_up()
    {
        using var folder = new TemporaryFolder();
        using var source = new BackedUpCollection(PhysicalFileSystem.Instance, folder["c"], seed: 6);
        BackupResult empty = await source.Collection.BackupAsync(folder["b"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, 0), (empty.Files, empty.Bytes, empty.Documents));
        Assert.True(BackedUpCollection.Holds(PhysicalFileSystem.Instance, folder["b"], source.Documents));
        await source.FillAsync();
        using Collection reader = Collection.Open(folder["c"], new CollectionOptions { ReadOnly = true });
        SortedDictionary<int, ModelDocument> then = source.Copy();
        await source.UpsertAsync(10);
        await source.Collection.OptimizeAsync(TestContext.Current.CancellationToken);
        source.Collection.Dispose();
        Collection.Drop(folder["c"]);
        if (OperatingSystem.IsWindows())
            return;

        // every name is gone, and the reader still has the bytes
        BackupResult result = await reader.BackupAsync(folder["b"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(result.Files, result.CopiedFiles);
        Assert.True(BackedUpCollection.Holds(PhysicalFileSystem.Instance, folder["b"], then));
    }

    [Fact]
    public async Task Links_share_files_with_the_collection_and_outlive_it()
    {
        using var folder = new TemporaryFolder();
        using var source = new BackedUpCollection(PhysicalFileSystem.Instance, folder["c"], seed: 7);
        await source.FillAsync();
        await source.Collection.FlushAsync(TestContext.Current.CancellationToken);
        BackupResult linked = await source.Collection.BackupAsync(folder["linked"], cancellationToken: TestContext.Current.CancellationToken);
        BackupResult copied = await source.Collection.BackupAsync(
            folder["copied"], new BackupOptions { HardLinks = false }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((linked.Files, linked.Bytes), (copied.CopiedFiles, copied.CopiedBytes));
        Assert.Equal(linked.Files, linked.LinkedFiles);
        SortedDictionary<int, ModelDocument> then = source.Copy();
        await source.UpsertAsync(40);
        await source.Collection.OptimizeAsync(TestContext.Current.CancellationToken);
        source.Collection.Dispose();
        Collection.Drop(folder["c"]);
        Assert.True(BackedUpCollection.Holds(PhysicalFileSystem.Instance, folder["linked"], then));
        Assert.True(BackedUpCollection.Holds(PhysicalFileSystem.Instance, folder["copied"], then));
    }

    private static async Task StepAsync(BackedUpCollection source, int round)
    {
        switch (source.Random.Next(12))
        {
            case < 5:
                await source.UpsertAsync(30);
                break;
            case < 8:
                await source.DeleteAsync(8);
                break;
            case < 9:
                await source.Collection.FlushAsync(TestContext.Current.CancellationToken);
                break;
            case < 10:
                await source.Collection.OptimizeAsync(TestContext.Current.CancellationToken);
                break;
            case < 11:
                source.Reopen();
                break;
            default:
                await source.Collection.AddFieldAsync(
                    new FieldSchema($"added{round}_{source.Random.Next()}", DataType.Int64) { Nullable = true },
                    TestContext.Current.CancellationToken);
                break;
        }
    }
}

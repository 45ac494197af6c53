using Zvec.Crash.Worker;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Processes;

/// <summary>A real disk that runs full under writers: the error says so, and nothing that was acknowledged is lost, neither for those who
/// have the collection open nor afterwards.</summary>
public sealed class FullDiskTests
{
    private const int Writers = 3;
    private const int DiskBytes = 6 << 20;

    /// <summary>What the collection may fill; a file takes the rest of the disk, and makes room when it is deleted.</summary>
    private const int CollectionBytes = 2 << 20;

    private const int MostCalls = 20_000;

    [Theory]
    [InlineData(Durability.Synced)]
    [InlineData(Durability.Buffered)]
    public async Task What_was_acknowledged_before_a_disk_in_memory_was_full_stays(Durability durability)
    {
        using var folder = new TemporaryFolder();
        for (int round = 0; round < CrashSettings.Disks; round++)
        {
            using var disk = SmallDisk.InMemory(folder["disk"], DiskBytes);
            await FillAndCheckAsync(disk, folder[$"copy{round}"], CrashSettings.Seed + round, durability);
            disk.Unmount();
        }
    }

    [Theory]
    [InlineData(Durability.Synced)]
    [InlineData(Durability.Buffered)]
    public async Task What_was_acknowledged_before_an_ext4_disk_was_full_stays(Durability durability)
    {
        Assert.SkipUnless(CrashSettings.IsLong, "Set ZVEC_KILLS to fill an ext4 disk too.");
        using var folder = new TemporaryFolder();
        for (int round = 0; round < CrashSettings.Disks; round++)
        {
            using var disk = SmallDisk.Ext4(folder[$"disk{round}"], 2 * DiskBytes);
            await FillAndCheckAsync(disk, folder[$"copy{round}"], CrashSettings.Seed + round, durability);
            disk.Unmount();
        }
    }

    private static async Task FillAndCheckAsync(SmallDisk disk, string copy, int seed, Durability durability)
    {
        string where = $"ZVEC_CRASH_SEED={seed}, {durability}";
        var random = new Random(seed);
        File.WriteAllBytes(disk["ballast"], new byte[disk.AvailableBytes - CollectionBytes]);
        var script = new WriterScript(seed, grows: true);
        WriterModel[] models = [.. Enumerable.Range(0, Writers).Select(writer => new WriterModel(script, writer))];
        var options =
            new CollectionOptions { Durability = durability, MutableSegmentBytes = (64 << 10) << random.Next(6), DiskReserveBytes = 0 };
        using (Collection collection = Collection.Create(disk["c"], WriterScript.Schema, options))
        {
            ZvecException[] failures = await Task.WhenAll(
                models.Select(model => Task.Run(() => WriteUntilFailureAsync(collection, model))));
            Assert.All(failures, failure => CheckFailure(failure, where));
            Check(collection, models, random, where + ", disk full");
        }

        using (Collection reader = Collection.Open(disk["c"], new CollectionOptions { ReadOnly = true }))
            Check(reader, models, random, where + ", opened for reading on the full disk");
        CopyFolder(disk["c"], copy);
        using (Collection moved = Collection.Open(copy, options))
            Check(moved, models, random, where + ", copied to another disk");
        await CheckReopenedOnFullDiskAsync(disk["c"], options, models, random, where);

        File.Delete(disk["ballast"]);
        var quiet = new CollectionOptions { BackgroundMaintenance = false, DiskReserveBytes = 0 };
        using (Collection reopened = Collection.Open(disk["c"], quiet))
        {
            Check(reopened, models, random, where + ", space made");
            FolderCheck.NothingIsLeftOver(disk["c"]);
            await reopened.OptimizeAsync();
            foreach (WriterModel model in models)
            {
                ScriptCall call = model.Next();
                Assert.True((await call.RunAsync(reopened)).SequenceEqual(model.Apply(call)), where);
            }

            Check(reopened, models, random, where + ", written to again");
        }
    }

    /// <summary>A disk that is still full: the collection opens, and takes writes or refuses them with the cause; or it cannot be opened
    /// for writing, because not even the head of a log file finds room.</summary>
    private static async Task CheckReopenedOnFullDiskAsync(
        string path, CollectionOptions options, WriterModel[] models, Random random, string where)
    {
        Collection collection;
        try
        {
            collection = Collection.Open(path, options);
        }
        catch (ZvecException exception)
        {
            CheckFailure(exception, where);
            return;
        }
        catch (IOException exception)
        {
            Assert.True(exception.Message.Contains("space", StringComparison.Ordinal), $"{where}: {exception}");
            return;
        }

        using (collection)
        {
            Check(collection, models, random, where + ", reopened on the full disk");
            ZvecException failure = await WriteUntilFailureAsync(collection, models[0]);
            CheckFailure(failure, where);
            Check(collection, models, random, where + ", reopened on the full disk and written to");
        }
    }

    private static async Task<ZvecException> WriteUntilFailureAsync(Collection collection, WriterModel model)
    {
        for (int i = 0; i < MostCalls; i++)
        {
            ScriptCall call = model.Next();
            try
            {
                IReadOnlyList<ZvecErrorCode?> results = await call.RunAsync(collection);
                Assert.Equal(model.Apply(call), results);
            }
            catch (Exception exception) when (IsMaintenance(call) && exception is (IOException or ZvecException))
            {
                model.Skip(); // the collection is no worse for a merge or an index that found no room
            }
            catch (ZvecException exception)
            {
                return exception;
            }
        }

        throw new CheckFailedException($"{MostCalls} calls did not fill the disk");
    }

    private static bool IsMaintenance(ScriptCall call) =>
        call.Kind is ScriptCallKind.Flush or ScriptCallKind.Optimize or ScriptCallKind.CreateIndex;

    private static void CheckFailure(ZvecException failure, string where)
    {
        Assert.True(failure.Code is ZvecErrorCode.ReadOnly or ZvecErrorCode.ResourceExhausted, $"{where}: {failure}");
        Assert.True(failure.Message.Contains("space", StringComparison.Ordinal), $"{where}: {failure}");
    }

    /// <summary>Everything acknowledged is there; a call that failed is there as a whole or not at all.</summary>
    private static void Check(Collection collection, WriterModel[] models, Random random, string where)
    {
        try
        {
            var state = CollectionState.Of(collection, Writers);
            foreach (WriterModel model in models)
                state.AdvanceToThis(model, model.Calls, model.Calls + 1);
            new CollectionCheck(collection, models, random).CheckAll();
        }
        catch (CheckFailedException exception)
        {
            throw new CheckFailedException($"{where}: {exception.Message}");
        }
    }

    private static void CopyFolder(string source, string target)
    {
        foreach (string folder in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories).Prepend(source))
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(source, folder)));
        foreach (string file in FolderCheck.List(source))
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(source, file)));
    }
}

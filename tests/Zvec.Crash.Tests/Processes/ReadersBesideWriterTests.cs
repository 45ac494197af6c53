using Zvec.Crash.Worker;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Processes;

/// <summary>Collections opened for reading while a process writes to them, seals, merges and is killed.</summary>
public sealed class ReadersBesideWriterTests(ITestOutputHelper output)
{
    private const int Writers = 3;
    private const int Readers = 2;
    private const long SegmentBytes = 64 << 10;

    [Fact]
    public void Opened_for_reading_beside_a_writer_process_a_collection_holds_all_that_was_acknowledged()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(CrashSettings.Seed);
        var script = new WriterScript(CrashSettings.Seed);
        WriterModel[] models = [.. Enumerable.Range(0, Writers).Select(writer => new WriterModel(script, writer))];
        string board = folder["board"];
        using var acknowledgements = new Acknowledgements(board, Writers);
        for (int process = 0; process < 2; process++)
        {
            long[] starts = [.. models.Select(model => model.Calls)];
            using WorkerProcess worker =
                WorkerProcess.StartWriting(folder["c"], CrashSettings.Seed, Durability.Buffered, SegmentBytes, starts, board);
            worker.WaitFor(Report.Open);
            for (int i = 0; i < 8; i++)
            {
                worker.WaitForAcknowledgements(i * 30);
                Check(folder["c"], models, acknowledgements, random);
            }

            worker.Kill();
            Check(folder["c"], models, acknowledgements, random);
        }
    }

    [Theory]
    [InlineData(Durability.Synced)]
    [InlineData(Durability.Buffered)]
    public void Reader_processes_that_refresh_beside_writer_processes_that_are_killed_never_fail_and_never_go_back(Durability durability)
    {
        using var folder = new TemporaryFolder();
        int seed = CrashSettings.Seed;
        var random = new Random(seed);
        var script = new WriterScript(seed);
        WriterModel[] models = [.. Enumerable.Range(0, Writers).Select(writer => new WriterModel(script, writer))];
        string board = folder["board"];
        using var acknowledgements = new Acknowledgements(board, Writers);
        var readers = new List<WorkerProcess>();
        int kills = CrashSettings.Kills ?? 3;
        try
        {
            for (int kill = 0; kill < kills; kill++)
            {
                long[] starts = [.. models.Select(model => model.Calls)];
                using WorkerProcess writer = WorkerProcess.StartWriting(folder["c"], seed, durability, SegmentBytes, starts, board);
                writer.WaitFor(Report.Open);
                while (readers.Count < Readers)
                    readers.Add(WorkerProcess.StartReading(folder["c"], seed, Writers, board));
                WaitForRefreshes(readers, 4);
                writer.WaitForAcknowledgements(random.Next(1, 150));
                writer.Kill();
                Check(folder["c"], models, acknowledgements, random);
                WaitForRefreshes(readers, 2);
            }

            output.WriteLine($"{kills} kills, refreshes: {string.Join(", ", readers.Select(reader => reader.Count(Report.Refreshed)))}");
            foreach (WorkerProcess reader in readers)
                reader.Kill();
            Collection.Open(folder["c"], new CollectionOptions { BackgroundMaintenance = false }).Dispose();
            FolderCheck.NothingIsLeftOver(folder["c"]);
        }
        finally
        {
            foreach (WorkerProcess reader in readers)
                reader.Dispose();
        }
    }

    private static void WaitForRefreshes(List<WorkerProcess> readers, int more)
    {
        int[] counts = [.. readers.Select(reader => reader.Count(Report.Refreshed))];
        for (int i = 0; i < counts.Length; i++)
            readers[i].WaitForCount(Report.Refreshed, counts[i] + more);
    }

    private static void Check(string path, WriterModel[] models, Acknowledgements acknowledgements, Random random)
    {
        long[] before = acknowledgements.Read();
        using Collection collection = Collection.Open(path, new CollectionOptions { ReadOnly = true });
        long[] after = acknowledgements.Read();
        var state = CollectionState.Of(collection, Writers);
        foreach (WriterModel model in models)
            state.AdvanceToThis(model, before[model.Writer], after[model.Writer] + 1);
        new CollectionCheck(collection, models, random).CheckAll();
        ZvecException refused = Assert.Throws<ZvecException>(() => { _ = collection.FlushAsync(); });
        Assert.Equal(ZvecErrorCode.ReadOnly, refused.Code);
    }
}

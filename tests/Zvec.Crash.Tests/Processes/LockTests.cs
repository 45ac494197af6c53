using System.Globalization;
using Zvec.Crash.Worker;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Processes;

/// <summary>One process at a time writes to a collection; another learns which one does, and nothing that a dead process leaves stands in
/// the way.</summary>
public sealed class LockTests
{
    private const long SegmentBytes = 64 << 10;

    [Fact]
    public void A_second_writer_process_is_refused_with_the_id_of_the_first()
    {
        using var folder = new TemporaryFolder();
        string path = NewCollection(folder);
        using WorkerProcess holder = WorkerProcess.StartOpening(path, Durability.Synced, SegmentBytes);
        holder.WaitFor(Report.Open);
        ZvecException refused = Assert.Throws<ZvecException>(() => Collection.Open(path));
        Assert.Equal(ZvecErrorCode.Locked, refused.Code);
        Assert.Contains($"by process {holder.Id}.", refused.Message);
        holder.Finish();
        Collection.Open(path).Dispose();
    }

    [Fact]
    public void A_writer_process_is_refused_with_the_id_of_this_one()
    {
        using var folder = new TemporaryFolder();
        string path = NewCollection(folder);
        using Collection collection = Collection.Open(path);
        using WorkerProcess second = WorkerProcess.StartOpening(path, Durability.Synced, SegmentBytes);
        Assert.Contains($"by process {Environment.ProcessId}.", second.WaitFor(Report.Refused, Report.Open));
    }

    [Fact]
    public void Of_several_processes_that_open_at_once_one_gets_the_collection()
    {
        using var folder = new TemporaryFolder();
        string path = NewCollection(folder);
        WorkerProcess[] workers =
            [.. Enumerable.Range(0, 4).Select(_ => WorkerProcess.StartOpening(path, Durability.Synced, SegmentBytes))];
        try
        {
            string[] reports = [.. workers.Select(worker => worker.WaitFor(Report.Open, Report.Refused))];
            WorkerProcess winner = workers[Array.IndexOf(reports, Assert.Single(reports, report => report == Report.Open))];

            // between taking the lock and leaving its id behind, the winner is nobody yet
            Assert.All(
                reports.Where(report => report != Report.Open),
                report =>
                    Assert.True(report.Contains($"by process {winner.Id}.") || report.Contains("open for writing elsewhere."), report));
            winner.Kill();
            Collection.Open(path).Dispose();
        }
        finally
        {
            foreach (WorkerProcess worker in workers)
                worker.Dispose();
        }
    }

    [Fact]
    public void The_lock_of_a_killed_process_is_no_obstacle()
    {
        using var folder = new TemporaryFolder();
        string path = NewCollection(folder);
        using WorkerProcess holder = WorkerProcess.StartOpening(path, Durability.Synced, SegmentBytes);
        holder.WaitFor(Report.Open);
        holder.Kill();
        Assert.Equal(holder.Id, int.Parse(File.ReadAllText(Path.Combine(path, "LOCK")), CultureInfo.InvariantCulture));
        OpensAndWrites(path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("\0\0\0\0")]
    [InlineData("99999999999999999999\n")]
    [InlineData("-1\n")]
    [InlineData("2147483647\n")]
    public void What_a_lock_file_holds_is_no_obstacle(string content)
    {
        using var folder = new TemporaryFolder();
        string path = NewCollection(folder);
        File.WriteAllText(Path.Combine(path, "LOCK"), content);
        OpensAndWrites(path);
    }

    [Fact]
    public void A_lock_file_that_names_a_living_process_of_another_kind_is_no_obstacle()
    {
        using var folder = new TemporaryFolder();
        string path = NewCollection(folder);
        using WorkerProcess other = WorkerProcess.StartOpening(NewCollection(folder, "other"), Durability.Synced, SegmentBytes);
        other.WaitFor(Report.Open);
        File.WriteAllText(Path.Combine(path, "LOCK"), string.Create(CultureInfo.InvariantCulture, $"{other.Id}\n"));
        OpensAndWrites(path);
    }

    [Fact]
    public void A_lock_file_that_is_missing_or_large_is_no_obstacle()
    {
        using var folder = new TemporaryFolder();
        string path = NewCollection(folder);
        string lockPath = Path.Combine(path, "LOCK");
        File.Delete(lockPath);
        OpensAndWrites(path);
        File.WriteAllBytes(lockPath, new byte[1 << 20]);
        OpensAndWrites(path);
        Assert.InRange(new FileInfo(lockPath).Length, 1, 16);
    }

    [Fact]
    public void Deleting_the_lock_file_of_a_living_writer_lets_no_second_one_in()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes no file that is locked.");
        using var folder = new TemporaryFolder();
        string path = NewCollection(folder);
        using WorkerProcess holder = WorkerProcess.StartOpening(path, Durability.Synced, SegmentBytes);
        holder.WaitFor(Report.Open);
        File.Delete(Path.Combine(path, "LOCK"));
        Assert.Equal(ZvecErrorCode.Locked, Assert.Throws<ZvecException>(() => Collection.Open(path)).Code);
        holder.Kill();
        OpensAndWrites(path);
    }

    [Fact]
    public void A_child_process_does_not_keep_the_lock_of_its_parent()
    {
        using var folder = new TemporaryFolder();
        string path = NewCollection(folder);
        Collection collection = Collection.Open(path);
        using WorkerProcess child = WorkerProcess.StartOpening(NewCollection(folder, "other"), Durability.Synced, SegmentBytes);
        child.WaitFor(Report.Open);
        collection.Dispose();
        using WorkerProcess writer = WorkerProcess.StartOpening(path, Durability.Synced, SegmentBytes);
        Assert.Equal(Report.Open, writer.WaitFor(Report.Open, Report.Refused));
    }

    private static string NewCollection(TemporaryFolder folder, string name = "c")
    {
        Collection.Create(folder[name], WriterScript.Schema).Dispose();
        return folder[name];
    }

    private static void OpensAndWrites(string path)
    {
        using Collection collection = Collection.Open(path);
        ScriptDocument document = ScriptDocument.Random(new Random(1), writer: 0, call: 0);
        Assert.True(Assert.Single(collection.UpsertAsync([document.ToDocument(1)]).GetAwaiter().GetResult()).Succeeded);
        Assert.True(ScriptDocument.From(collection.Fetch(1L)!).IsSameAs(document));
    }
}

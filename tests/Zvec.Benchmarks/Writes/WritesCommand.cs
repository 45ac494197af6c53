using System.CommandLine;
using System.Text.Json;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Writes;

/// <summary><c>writes</c>: documents a second for inserts in calls of several sizes, by one writer and by eight at once, for both durabilities, beside SQLite and zvec.</summary>
internal static class WritesCommand
{
    private const int VectorsInMemory = 50_000;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "folder of NAME.base.fvecs", Required = true };
        var set = new Option<string>("--set") { Description = "first name of the file", DefaultValueFactory = _ => "glove100" };
        var seconds = new Option<double>("--seconds") { Description = "time for each cell of the table and each target, in each round", DefaultValueFactory = _ => 2 };
        var rounds = new Option<int>("--rounds") { Description = "how often everything is measured, in turns; medians are printed", DefaultValueFactory = _ => 3 };
        var peers = new Option<string[]>("--peer") { Description = "sqlite, zvec: what to measure beside; sqlite by default", DefaultValueFactory = _ => ["sqlite"], AllowMultipleArgumentsPerToken = true };
        peers.AcceptOnlyFromAmong("sqlite", "zvec", "none");
        var nodeModules = new Option<string?>("--node-modules") { Description = "folder node_modules that holds @zvec/zvec" };
        var writers = new Option<int[]>("--writers") { Description = "writers at once", DefaultValueFactory = _ => [1, 8], AllowMultipleArgumentsPerToken = true };
        var batches = new Option<int[]>("--batch") { Description = "documents a call", DefaultValueFactory = _ => [1, 10, 100, 1000], AllowMultipleArgumentsPerToken = true };
        var work = new Option<string?>("--work") { Description = "folder on the device to be measured; a temporary one by default" };
        var json = new Option<string?>("--json") { Description = "file that gets all figures" };
        var command = new Command("writes", "insert calls of 1, 10, 100 and 1,000 documents, 1 and 8 writers, synced and buffered, beside SQLite and zvec") { data, set, seconds, rounds, writers, batches, peers, nodeModules, work, json };
        command.SetAction(result =>
        {
            string file = Path.Combine(result.GetRequiredValue(data), result.GetRequiredValue(set) + ".base.fvecs");
            float[][] vectors = VectorFile<float>.ReadAll(file, VectorsInMemory);
            var targets = new List<IWriteTarget> { new EngineTarget(vectors, Durability.Synced), new EngineTarget(vectors, Durability.Buffered) };
            foreach (string peer in result.GetRequiredValue(peers).Distinct().Where(peer => peer != "none"))
                AddPeer(targets, peer, vectors, file, result.GetValue(nodeModules));
            string folder = Path.Combine(result.GetValue(work) ?? Path.GetTempPath(), "zvec-writes-" + Guid.NewGuid().ToString("N"));
            var run = new WritesRun(
                folder, targets, result.GetRequiredValue(writers), result.GetRequiredValue(batches), TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(rounds));
            Run(run, vectors[0].Length, folder, result.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void AddPeer(List<IWriteTarget> targets, string peer, float[][] vectors, string file, string? nodeModules)
    {
        bool isSqlite = peer == "sqlite";
        var zvec = new ZvecPeer(nodeModules, withFloat16: false);
        if ((isSqlite ? SqliteTarget.WhyAbsent() : zvec.WhyAbsent()) is { } reason)
        {
            Console.WriteLine($"{peer} is absent: {reason}");
            return;
        }

        Console.WriteLine(isSqlite
            ? $"SQLite {SqliteTarget.Version()}: journal_mode WAL, synchronous FULL, one transaction a call, each writer on its own connection with a busy timeout"
            : "zvec: through Node, which is one writer; it does not sync");
        targets.Add(isSqlite ? new SqliteTarget(vectors) : new ZvecTarget(zvec, file, VectorsInMemory));
    }

    private static void Run(WritesRun run, int dimensions, string work, string? json)
    {
        Directory.CreateDirectory(work);
        try
        {
            RunEnvironment environment = RunEnvironment.Now();
            double sync = DeviceSync.Microseconds(Path.Combine(work, "device"));
            Console.WriteLine(FormattableString.Invariant(
                $"{environment.Utc:u}  {environment.Processor} x {environment.Processors}; {environment.Runtime}; load before the run {environment.LoadAverage}"));
            Console.WriteLine(FormattableString.Invariant(
                $"documents of {dimensions} dimensions, {run.Time.TotalSeconds:0.##} s a cell, {run.Rounds} rounds; an append of 512 bytes and its sync take {sync:N0} us on the device itself (median)"));
            Console.WriteLine();
            IReadOnlyList<WriteFigures> figures = run.Measure();
            WritesPrinter.Write(Console.Out, figures);
            if (json is not null)
                File.WriteAllText(json, JsonSerializer.Serialize(new { environment, deviceSyncMicroseconds = sync, figures }, Json));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}

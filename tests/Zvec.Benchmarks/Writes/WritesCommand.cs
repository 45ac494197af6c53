using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Writes;

/// <summary><c>writes</c>: documents a second for inserts in batches of several sizes, by one writer and by eight at once, for both durabilities.</summary>
internal static class WritesCommand
{
    private static readonly int[] Batches = [1, 10, 100, 1000];
    private static readonly int[] Writers = [1, 8];
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "folder of NAME.base.fvecs", Required = true };
        var set = new Option<string>("--set") { Description = "first name of the file", DefaultValueFactory = _ => "glove100" };
        var seconds = new Option<double>("--seconds") { Description = "time for each cell of the table", DefaultValueFactory = _ => 2 };
        var work = new Option<string?>("--work") { Description = "folder on the device to be measured; a temporary one by default" };
        var json = new Option<string?>("--json") { Description = "file that gets all figures" };
        var command = new Command("writes", "insert batches of 1, 10, 100 and 1,000 documents, 1 and 8 writers, synced and buffered") { data, set, seconds, work, json };
        command.SetAction(result =>
        {
            string file = Path.Combine(result.GetRequiredValue(data), result.GetRequiredValue(set) + ".base.fvecs");
            string folder = result.GetValue(work) ?? Path.GetTempPath();
            Run(file, folder, TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Run(string file, string folder, TimeSpan time, string? json)
    {
        const int VectorsInMemory = 50_000;
        float[][] vectors = VectorFile<float>.ReadAll(file, VectorsInMemory);
        Directory.CreateDirectory(folder);
        string work = Path.Combine(folder, "zvec-writes-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(work);
        try
        {
            RunEnvironment environment = RunEnvironment.Now();
            double sync = DeviceSync.Microseconds(Path.Combine(work, "device"));
            Console.WriteLine(FormattableString.Invariant(
                $"{environment.Utc:u}  {environment.Processor} x {environment.Processors}; {environment.Runtime}; load before the run {environment.LoadAverage}"));
            Console.WriteLine(FormattableString.Invariant(
                $"documents of {vectors[0].Length} dimensions; an append of 512 bytes and its sync take {sync:N0} us on the device itself (median)"));
            Console.WriteLine();
            _ = WriteRun.Measure(work, vectors, Durability.Buffered, batch: 10, writers: 2, TimeSpan.FromSeconds(1)); // compiles the code

            var figures = new List<WriteFigures>();
            var table = new TextTable("durability", "writers", "batch", "documents/s", "batches/s", "p50 us/batch", "p99 us/batch");
            foreach (Durability durability in (Durability[])[Durability.Synced, Durability.Buffered])
            {
                foreach (int writers in Writers)
                {
                    foreach (int batch in Batches)
                    {
                        WriteFigures cell = WriteRun.Measure(work, vectors, durability, batch, writers, time);
                        figures.Add(cell);
                        table.Add(cell.Durability.ToString(), Number(writers), Number(batch), Number(cell.DocumentsPerSecond),
                            Number(cell.DocumentsPerSecond / batch), Number(cell.P50Microseconds), Number(cell.P99Microseconds));
                    }
                }
            }

            table.Write(Console.Out);
            if (json is not null)
                File.WriteAllText(json, JsonSerializer.Serialize(new { environment, deviceSyncMicroseconds = sync, figures }, Json));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

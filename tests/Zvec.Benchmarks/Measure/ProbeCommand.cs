using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Zvec.Benchmarks.Data;

namespace Zvec.Benchmarks.Measure;

/// <summary><c>probe</c>: opens a collection in a process of its own, so that the time to the first answer is a cold process's and the memory is the
/// collection's; prints one line of JSON. <c>measure</c> starts it.</summary>
internal static class ProbeCommand
{
    private const string Name = "probe";

    public static Command Create()
    {
        var path = new Argument<string>("collection");
        var queries = new Argument<string>("queries");
        var warm = new Option<bool>("--warm") { Description = "warm up before memory is read" };
        var command = new Command(Name, "open a collection and search it once (used by measure)") { path, queries, warm };
        command.Hidden = true;
        command.SetAction(result =>
        {
            OpenFigures figures = Probe(result.GetRequiredValue(path), result.GetRequiredValue(queries), result.GetValue(warm));
            Console.WriteLine(JsonSerializer.Serialize(figures));
            return 0;
        });
        return command;
    }

    /// <summary>Starts this program again as a probe.</summary>
    public static OpenFigures Run(string collection, string queries, bool warm)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(ProbeCommand).Assembly.Location);
        foreach (string argument in (string[])[Name, collection, queries, .. warm ? (string[])["--warm"] : []])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The probe ended with code {process.ExitCode}: {output}");
        return JsonSerializer.Deserialize<OpenFigures>(output) ?? throw new InvalidOperationException("The probe printed nothing.");
    }

    private static OpenFigures Probe(string path, string queryPath, bool warm)
    {
        float[][] queries = VectorFile<float>.ReadAll(queryPath);
        ProcessMemory? before = ProcessMemory.Now();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        using Collection collection = Collection.Open(path);
        double open = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var searcher = new EngineSearcher(collection, queries);
        searcher.Search(queries[0], 100);
        double answer = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        processor = Environment.CpuUsage.TotalTime - processor;
        if (warm)
        {
            foreach (int ef in (int[])[40, 200])
                searcher.Run(new PassRequest(ef, queries.Length));
        }

        return new OpenFigures(open, answer, processor.TotalMilliseconds, before, ProcessMemory.Now());
    }
}

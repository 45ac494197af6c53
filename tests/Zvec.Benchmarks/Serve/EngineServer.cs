using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Serve;

/// <summary>What a process of this engine can be asked; it has one collection.</summary>
internal sealed class EngineServer : IDisposable
{
    private Collection? _collection;
    private EngineSearcher? _searcher;
    private float[][] _queries = [];

    private EngineSearcher Searcher => _searcher ?? throw new InvalidOperationException("Nothing has been opened.");

    public object? Answer(JsonObject request) => request["do"]?.GetValue<string>() switch
    {
        "build" => EngineCollection.Build(request.Deserialize<BuildRequest>(JsonSerializerOptions.Web)!),
        "open" => Open(request["path"]!.GetValue<string>(), request["queries"]!.GetValue<string>()),
        "pass" => Searcher.Run(PassOf(request)),
        "memory" => ProcessMemory.Now(),
        "garbage" => GarbageMeter.Measure(_collection!, Searcher, PassOf(request)),
        "connector" => ConnectorMeter.MeasureAsync(
            request["path"]!.GetValue<string>(),
            request["base"]!.GetValue<string>(),
            [.. _queries.Take(request["queries"]!.GetValue<int>())]).GetAwaiter().GetResult(),
        "bandwidth" => ReadBandwidth.Measure(),
        var other => throw new InvalidOperationException($"Unknown request '{other}'."),
    };

    public void Dispose() => _collection?.Dispose();

    private static PassRequest PassOf(JsonObject request) => request.Deserialize<PassRequest>(JsonSerializerOptions.Web)!;

    private OpenFigures Open(string path, string queryPath)
    {
        _queries = VectorFile<float>.ReadAll(queryPath);
        ProcessMemory? before = ProcessMemory.Now();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        _collection = Collection.Open(path);
        double open = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        _searcher = new EngineSearcher(_collection, _queries);
        _searcher.Run(new PassRequest { Queries = 1 });
        double answer = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        processor = Environment.CpuUsage.TotalTime - processor;
        return new OpenFigures(open, answer, processor.TotalMilliseconds, before);
    }
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Writes;

namespace Zvec.Benchmarks.Peers;

/// <summary>zvec itself, through its Node package, in a process that <c>Peers/zvec.mjs</c> runs in.</summary>
internal sealed class ZvecPeer : ISearcher, IDisposable
{
    private const char AnswerMark = '@';

    private readonly Process _process;

    private ZvecPeer(string nodeModules)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Peers", "zvec.mjs");
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, ArgumentList = { script, nodeModules } };
        _process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
    }

    public string Name => "zvec";

    /// <summary>What opening the collection took; for a peer made by <see cref="Open"/>.</summary>
    public OpenFigures Opened { get; private set; } = null!;

    /// <summary>Why the peer cannot be measured here; null when it can.</summary>
    public static string? WhyAbsent(string? nodeModules)
    {
        if (nodeModules is null)
            return "--node-modules does not say where @zvec/zvec is installed";
        if (!File.Exists(Path.Combine(nodeModules, "@zvec", "zvec", "package.json")))
            return $"no @zvec/zvec in {nodeModules}; npm install @zvec/zvec puts it there";
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"node --version ended with code {process.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return $"node does not start: {exception.Message}";
        }
    }

    /// <summary>Loads the base rows into a new collection and builds its graph, in a process that ends with it.</summary>
    public static LoadFigures Build(string path, DataSet data, MeasureSettings settings)
    {
        using var peer = new ZvecPeer(settings.NodeModules!);
        return peer.Ask<LoadFigures>(new JsonObject
        {
            ["do"] = "build",
            ["path"] = path,
            ["base"] = Path.GetFullPath(data.BasePath),
            ["attributes"] = data.AttributePath is { } attributes ? Path.GetFullPath(attributes) : null,
            ["metric"] = settings.Metric switch { Metric.L2 => "l2", Metric.InnerProduct => "ip", _ => "cosine" },
            ["m"] = settings.M,
            ["efConstruction"] = settings.EfConstruction,
            ["threads"] = settings.Threads,
        });
    }

    /// <summary>Inserts into a new collection for some time, one call after another, in a process that ends with it.</summary>
    public static WriteTimes Write(string nodeModules, string path, string baseFile, int vectors, int batch, TimeSpan time)
    {
        using var peer = new ZvecPeer(nodeModules);
        return peer.Ask<WriteTimes>(new JsonObject
        {
            ["do"] = "writes",
            ["path"] = path,
            ["base"] = Path.GetFullPath(baseFile),
            ["vectors"] = vectors,
            ["batch"] = batch,
            ["seconds"] = time.TotalSeconds,
        });
    }

    /// <summary>Opens what <see cref="Build"/> left, in a new process, and asks a first query.</summary>
    public static ZvecPeer Open(string path, DataSet data, MeasureSettings settings)
    {
        var peer = new ZvecPeer(settings.NodeModules!);
        try
        {
            var request = new JsonObject { ["do"] = "open", ["path"] = path, ["queries"] = Path.GetFullPath(data.QueryPath) };
            peer.Opened = peer.Ask<OpenFigures>(request);
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    public Pass Run(PassRequest request) => Ask<Pass>(new JsonObject
    {
        ["do"] = "pass",
        ["ef"] = request.Ef,
        ["queries"] = request.Queries,
        ["percent"] = request.Percent,
    });

    /// <summary>The memory of the peer's process.</summary>
    public ProcessMemory Memory() => Ask<ProcessMemory>(new JsonObject { ["do"] = "memory" });

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(30)))
            _process.Kill();
        _process.Dispose();
    }

    private T Ask<T>(JsonObject request)
    {
        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith(AnswerMark))
                continue;
            JsonNode answer = JsonNode.Parse(line[1..])!;
            if (answer["error"] is { } error)
                throw new IOException($"zvec: {error}");
            return answer["ok"].Deserialize<T>() ?? throw new IOException("zvec: an empty answer.");
        }

        throw new IOException($"zvec: the process ended with code {(_process.WaitForExit(1000) ? _process.ExitCode : -1)} instead of answering.");
    }
}

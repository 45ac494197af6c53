using System.Text.Json.Nodes;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Compare;

/// <summary>An index in a process of its own.</summary>
internal sealed class OpenIndex : IDisposable
{
    private readonly PeerProcess _process;

    public OpenIndex(IndexPlan plan, JsonObject openRequest)
    {
        Plan = plan;
        _process = plan.Family.Start();
        try
        {
            Opened = _process.Ask<OpenFigures>(openRequest);
        }
        catch
        {
            _process.Dispose();
            throw;
        }
    }

    public IndexPlan Plan { get; }

    public OpenFigures Opened { get; }

    public Pass Run(PassRequest request, SearchMode mode) => _process.Ask<Pass>(Json("pass", request, mode));

    public ProcessMemory Memory() => _process.Ask<ProcessMemory>(new JsonObject { ["do"] = "memory" });

    /// <summary>Ours only: what a search allocates.</summary>
    public GarbageFigures Garbage(PassRequest request) => _process.Ask<GarbageFigures>(Json("garbage", request, Plan.Modes[0]));

    /// <summary>Ours only: how fast one thread reads memory, in bytes a second, several times.</summary>
    public double[] Bandwidth() => _process.Ask<double[]>(new JsonObject { ["do"] = "bandwidth" });

    /// <summary>Ours only: what the connector adds to a search.</summary>
    /// <param name="path">A folder to work in.</param>
    /// <param name="baseFile">The file of vectors.</param>
    /// <param name="queries">The number of queries.</param>
    public ConnectorFigures Connector(string path, string baseFile, int queries) => _process.Ask<ConnectorFigures>(new JsonObject
    {
        ["do"] = "connector",
        ["path"] = Path.GetFullPath(path),
        ["base"] = Path.GetFullPath(baseFile),
        ["queries"] = queries,
    });

    public void Dispose() => _process.Dispose();

    private static JsonObject Json(string what, PassRequest request, SearchMode mode) => new()
    {
        ["do"] = what,
        ["ef"] = request.Ef,
        ["nProbe"] = request.NProbe,
        ["exact"] = request.Exact,
        ["queries"] = request.Queries,
        ["percent"] = request.Percent,
        ["field"] = request.Field,
        ["threads"] = request.Threads,
        ["refine"] = mode.Refine,
    };
}

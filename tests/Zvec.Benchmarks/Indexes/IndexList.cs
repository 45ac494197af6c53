using System.Text.Json.Nodes;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Indexes;

/// <summary>The indexes that are measured beside each other.</summary>
internal sealed class IndexList(int queries, int scannedQueries)
{
    public const string ExactName = "Flat";
    public const string CodeScanName = "QuantizedFlat Int8";
    public const string GraphName = "Hnsw";
    public const string ListsName = "IvfFlat";

    private static readonly int[] GraphSettings = [20, 40, 80, 120, 200, 400, 800];

    // null is what a search gets that does not ask
    private static readonly int?[] ListSettings = [4, 8, 16, 32, 64, null, 200, 400];

    /// <summary>No index: the truth that the others are measured by.</summary>
    public MeasuredIndex Exact => new(
        ExactName, new JsonObject { ["index"] = "exact" }, [new PassRequest { Exact = true, Queries = scannedQueries }], 0);

    public MeasuredIndex CodeScan => Scan(nameof(Quantization.Int8));

    public MeasuredIndex DefaultGraph => Graph("");

    public IReadOnlyList<MeasuredIndex> All =>
    [
        Exact,
        Scan(nameof(Quantization.Float16)),
        CodeScan,
        Scan(nameof(Quantization.Int4)),
        Lists(""),
        Lists(" None", quantization: nameof(Quantization.None)),
        Lists(" Int4", quantization: nameof(Quantization.Int4)),
        Lists(" NList 256", groups: 256),
        Lists(" NList 4096", groups: 4_096),
        DefaultGraph,
        Graph(" None", quantization: nameof(Quantization.None)),
        Graph(" Float16", quantization: nameof(Quantization.Float16)),
        Graph(" Int4", quantization: nameof(Quantization.Int4)),
        Graph(" M 8", links: 8),
        Graph(" M 32", links: 32),
        Graph(" EfConstruction 100", candidates: 100),
        Graph(" EfConstruction 400", candidates: 400),
    ];

    private MeasuredIndex Scan(string quantization) => new(
        $"QuantizedFlat {quantization}",
        new JsonObject { ["index"] = "flat", ["quantization"] = quantization },
        [new PassRequest { Queries = scannedQueries }],
        0);

    private MeasuredIndex Graph(string suffix, string? quantization = null, int? links = null, int? candidates = null)
    {
        var parameters = new JsonObject { ["index"] = "hnsw", ["quantization"] = quantization };
        if (links is not null)
            parameters["m"] = links;
        if (candidates is not null)
            parameters["efConstruction"] = candidates;
        return new MeasuredIndex(
            GraphName + suffix,
            parameters,
            [.. GraphSettings.Select(ef => new PassRequest { Ef = ef, Queries = queries })],
            Array.IndexOf(GraphSettings, 200));
    }

    private MeasuredIndex Lists(string suffix, string? quantization = null, int? groups = null) => new(
        ListsName + suffix,
        new JsonObject { ["index"] = "ivf", ["quantization"] = quantization, ["nList"] = groups },
        [.. ListSettings.Select(groupsRead => new PassRequest { NProbe = groupsRead, Queries = queries })],
        Array.IndexOf(ListSettings, null));
}

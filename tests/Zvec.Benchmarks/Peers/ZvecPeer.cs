using System.Text.Json.Nodes;
using Zvec.Benchmarks.Writes;

namespace Zvec.Benchmarks.Peers;

/// <summary>zvec itself, through its Node package: over the original vectors and over its codes of int8 (and of fp16 where that is asked
/// for), the latter with and without its refiner.</summary>
internal sealed class ZvecPeer(string? nodeModules, bool withFloat16) : NodePeer(nodeModules)
{
    public const string FamilyName = "zvec";

    public override string Name => FamilyName;

    protected override string Package => "@zvec/zvec";

    protected override string Script => "zvec.mjs";

    public override IReadOnlyList<IndexPlan> Plans()
    {
        List<IndexPlan> plans = [Plan("fp32", "none", new SearchMode("zvec fp32"))];
        if (withFloat16)
            plans.Add(Plan("fp16", "fp16", new SearchMode("zvec fp16")));
        plans.Add(Plan("int8", "int8", new SearchMode("zvec int8"), new SearchMode("zvec int8+refiner", Refine: true)));
        return plans;
    }

    /// <summary>Inserts into a new collection for some time, one call after another, in a process that ends with it.</summary>
    public WriteTimes Write(string path, string baseFile, int vectors, int batch, TimeSpan time)
    {
        using PeerProcess peer = Start();
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

    private IndexPlan Plan(string codes, string quantization, params SearchMode[] modes) => new()
    {
        Family = this,
        Name = $"{FamilyName} {codes}",
        Codes = codes,
        Parameters = new JsonObject { ["quantization"] = quantization },
        Modes = modes,
        Filters = true,
    };
}

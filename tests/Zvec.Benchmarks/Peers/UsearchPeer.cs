using System.Text.Json.Nodes;

namespace Zvec.Benchmarks.Peers;

/// <summary>usearch, through its Node package: over the original vectors and over its codes of int8.</summary>
internal sealed class UsearchPeer(string? nodeModules) : NodePeer(nodeModules)
{
    public const string FamilyName = "usearch";

    public override string Name => FamilyName;

    protected override string Package => "usearch";

    protected override string Script => "usearch.mjs";

    public override IReadOnlyList<IndexPlan> Plans() => [Plan("fp32", "f32"), Plan("int8", "i8")];

    private IndexPlan Plan(string codes, string quantization) => new()
    {
        Family = this,
        Name = $"{FamilyName} {quantization}",
        Codes = codes,
        Parameters = new JsonObject { ["quantization"] = quantization },
        Modes = [new SearchMode($"{FamilyName} {quantization}")],
    };
}

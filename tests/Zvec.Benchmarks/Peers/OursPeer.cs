using System.Reflection;
using System.Text.Json.Nodes;
using Zvec.Benchmarks.Serve;

namespace Zvec.Benchmarks.Peers;

/// <summary>This engine, in a process of its own as the others are.</summary>
/// <param name="quantizations">The codes of its graphs to compare: <c>default</c> is what a schema gets that does not ask, the others are
/// named as in <see cref="Quantization"/>.</param>
/// <param name="dimensions">The dimensions of the vectors, which decide what the default is.</param>
internal sealed class OursPeer(IReadOnlyList<string> quantizations, int dimensions) : EngineFamily
{
    public const string FamilyName = "ours";

    /// <summary>The name of the codes that are taken when none are asked for.</summary>
    public const string DefaultCodes = "default";

    /// <summary>The index that scans codes of int8, for the exact scan.</summary>
    public const string CodeScanName = "ours scan int8";

    /// <summary>With fewer, a schema that does not ask gets no codes.</summary>
    private const int FewestDimensionsOfCodes = 32;

    public override string Name => FamilyName;

    public override string Version =>
        typeof(Collection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public override string? WhyAbsent() => null;

    public override IReadOnlyList<IndexPlan> Plans()
    {
        List<IndexPlan> plans = [.. quantizations.Select(Graph)];
        plans.Add(new IndexPlan
        {
            Family = this,
            Name = CodeScanName,
            Codes = "int8",
            Parameters = new JsonObject { ["quantization"] = nameof(Quantization.Int8), ["index"] = "flat" },
            Modes = [new SearchMode(CodeScanName)],
            IsGraph = false,
        });
        return plans;
    }

    public override PeerProcess Start()
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        string[] arguments = Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [typeof(OursPeer).Assembly.Location, ServeCommand.Name]
            : [ServeCommand.Name];
        return PeerProcess.Start(Name, program, arguments);
    }

    private IndexPlan Graph(string quantization)
    {
        string codes = quantization.ToUpperInvariant() switch
        {
            "NONE" => "fp32",
            "FLOAT16" => "fp16",
            "INT4" => "int4",
            "DEFAULT" when dimensions < FewestDimensionsOfCodes => "fp32",
            _ => "int8",
        };
        string name = quantization == DefaultCodes ? FamilyName : $"{FamilyName} {codes}";
        return new IndexPlan
        {
            Family = this,
            Name = name,
            Codes = codes,
            Parameters = new JsonObject { ["quantization"] = quantization == DefaultCodes ? null : quantization, ["index"] = "hnsw" },
            Modes = [new SearchMode(name)],
            Filters = true,
            Threads = true,
        };
    }
}

using System.Text.Json.Nodes;

namespace Zvec.Benchmarks.Peers;

/// <summary>hnswlib, through a program that is compiled here for this processor: with its own kernels, and with one for AVX-512 where there
/// is such a processor.</summary>
/// <param name="work">Where the program is put.</param>
internal sealed class HnswlibPeer(string work) : EngineFamily
{
    public const string FamilyName = "hnswlib";

    private const string OwnKernel = "own";

    private string Program => Path.GetFullPath(Path.Combine(work, "hnswlib-peer"));

    public override string Name => FamilyName;

    public override string Version
    {
        get
        {
            (int code, string output, _) = ProgramCheck.Run("dpkg-query", "-W", "-f=${Version}", "libhnswlib-dev");
            return code == 0 ? output.Trim() : "unknown";
        }
    }

    public override string? WhyAbsent()
    {
        string source = Path.Combine(AppContext.BaseDirectory, "Peers", "hnswlib.cpp");
        (int code, _, string error) =
            ProgramCheck.Run("g++", "-O3", "-march=native", "-std=c++17", "-pthread", "-w", source, "-o", Program);
        if (code < 0)
            return $"g++ does not start: {error}";
        string? problem = error.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal));
        return code == 0 ? null : $"its program does not compile (libhnswlib-dev has the headers): {problem ?? error}";
    }

    public override IReadOnlyList<IndexPlan> Plans()
    {
        using PeerProcess peer = Start();
        return [.. peer.Ask<string[]>(new JsonObject { ["do"] = "kernels" }).Select(Plan)];
    }

    public override PeerProcess Start() => PeerProcess.Start(Name, Program);

    private IndexPlan Plan(string kernel)
    {
        string name = kernel == OwnKernel ? FamilyName : $"{FamilyName} {kernel}";
        return new IndexPlan
        {
            Family = this,
            Name = name,
            Codes = "fp32",
            Parameters = new JsonObject { ["kernel"] = kernel },
            Modes = [new SearchMode(name)],
            Threads = true,
        };
    }
}

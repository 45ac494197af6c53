using System.Text.Json.Nodes;

namespace Zvec.Benchmarks.Peers;

/// <summary>An engine that is reached through a Node package.</summary>
/// <param name="nodeModules">The folder of node modules that has it, or null when that is not known.</param>
internal abstract class NodePeer(string? nodeModules) : EngineFamily
{
    /// <summary>The package, as npm names it.</summary>
    protected abstract string Package { get; }

    /// <summary>The script among <c>Peers</c> that serves it.</summary>
    protected abstract string Script { get; }

    public override string Version => JsonNode.Parse(File.ReadAllText(PackageFile))?["version"]?.GetValue<string>() ?? "unknown";

    private string PackageFile => Path.Combine(nodeModules ?? "", Package, "package.json");

    public override string? WhyAbsent()
    {
        if (nodeModules is null)
            return $"--node-modules does not say where {Package} is installed";
        if (!File.Exists(PackageFile))
            return $"no {Package} in {nodeModules}; npm install {Package} puts it there";
        return ProgramCheck.WhyMissing("node", "--version");
    }

    public override PeerProcess Start() =>
        PeerProcess.Start(Name, "node", Path.Combine(AppContext.BaseDirectory, "Peers", Script), nodeModules!);
}

namespace Zvec.Benchmarks.Peers;

/// <summary>An engine and the indexes of it that are compared.</summary>
internal abstract class EngineFamily
{
    public abstract string Name { get; }

    /// <summary>Which version runs; indexes of another one are not used again.</summary>
    public abstract string Version { get; }

    /// <summary>Why it cannot be measured here; null when it can. Asked once, before all else.</summary>
    public abstract string? WhyAbsent();

    public abstract IReadOnlyList<IndexPlan> Plans();

    /// <summary>A new process of this engine.</summary>
    public abstract PeerProcess Start();
}

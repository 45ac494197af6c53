namespace Zvec.Samples.AgentMemory;

/// <summary>How much it counts, beside what a fact says, that it is recent and that it is important.</summary>
internal sealed record RecallWeights
{
    /// <summary>After so long a fact counts half as recent as when it was told.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What a fact told just now gains over one told long ago, as a share of its relevance.</summary>
    public double Recency { get; init; } = 0.5;

    /// <summary>What a fact of importance 1 gains over one of importance 0, as a share of its relevance.</summary>
    public double Importance { get; init; } = 0.5;
}

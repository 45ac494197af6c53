namespace Zvec.Samples.AgentMemory;

/// <summary>What became of something that was told.</summary>
/// <param name="Fact">The fact as it is stored now.</param>
/// <param name="Before">What the stored fact said before, when it was one that was known; null for a new one.</param>
/// <param name="Similar">Other facts that are about the same, most similar first: one of them may be what the new one corrects.</param>
internal sealed record Remembered(Fact Fact, string? Before, IReadOnlyList<Fact> Similar);

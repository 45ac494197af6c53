namespace Zvec.Samples.AgentMemory;

/// <summary>A fact that was recalled.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Score">How well it fits, from 0 to 1; see <see cref="RecallReranker"/>.</param>
internal sealed record Recalled(Fact Fact, double Score);

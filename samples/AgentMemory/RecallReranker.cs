using Zvec.Engine;

namespace Zvec.Samples.AgentMemory;

/// <summary>Scores what a search found by relevance, recency and importance together.</summary>
/// <remarks>
/// The three are those of Park et al., "Generative Agents", UIST 2023. There they are added; here recency and importance raise the
/// relevance by a share of it, so that what has nothing to do with the question does not come up because it is important.
/// </remarks>
internal sealed class RecallReranker(TimeProvider time, RecallWeights weights) : IReranker
{
    /// <summary>Gives (1 + cosine similarity) for the vectors, and from 0 to 1 for the words.</summary>
    public static Fusion Fusion { get; } = Fusion.Weighted(2, 1);

    public ValueTask<IReadOnlyList<float>> ScoreAsync(
        HybridQuery query, IReadOnlyList<SearchHit> candidates, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        float[] scores = [.. candidates.Select(candidate => Score(candidate, now))];
        return ValueTask.FromResult<IReadOnlyList<float>>(scores);
    }

    private float Score(SearchHit candidate, DateTimeOffset now)
    {
        double relevance = Math.Clamp((candidate.Score - 1) / 2, 0, 1);
        TimeSpan age = now - candidate.Document.Get<DateTimeOffset>(nameof(Fact.ToldAt));
        double recency = Math.Min(1, Math.Pow(0.5, age / weights.HalfLife));
        double importance = candidate.Document.Get<float>(nameof(Fact.Importance));
        double gained = (weights.Recency * recency) + (weights.Importance * importance);
        return (float)(relevance * (1 + gained) / (1 + weights.Recency + weights.Importance));
    }
}

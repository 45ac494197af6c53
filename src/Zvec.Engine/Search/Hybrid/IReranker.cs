namespace Zvec.Engine;

/// <summary>Scores the documents that a <see cref="HybridQuery"/> found once more, with the documents in hand: a cross-encoder, a model
/// behind a service, or rules of the application.</summary>
public interface IReranker
{
    /// <summary>Scores documents.</summary>
    /// <param name="query">The query, for what it asks.</param>
    /// <param name="candidates">The documents, best fused score first, with the fields that the query asked for.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A score for each candidate, in their order; greater is better. None may be NaN. They become the scores of the
    /// hits.</returns>
    ValueTask<IReadOnlyList<float>> ScoreAsync(
        HybridQuery query, IReadOnlyList<SearchHit> candidates, CancellationToken cancellationToken);
}

namespace Zvec.SemanticKernel;

/// <summary>Scores texts that a search found once more, by how well they answer the query: a cross-encoder, a model behind a service, or
/// rules of the application.</summary>
public interface ITextReranker
{
    /// <summary>Scores texts.</summary>
    /// <param name="query">What was searched for.</param>
    /// <param name="texts">The texts of the records, best first as the search found them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>A score for each text, in their order; greater is better. None may be NaN.</returns>
    ValueTask<IReadOnlyList<double>> ScoreAsync(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken);
}

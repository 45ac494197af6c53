namespace Zvec.Engine.Search;

/// <summary>Orders documents by what an <see cref="IReranker"/> says of them.</summary>
internal static class Reranking
{
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a query has a reranker, and is not to wait.</exception>
    public static void ThrowIfAsked(HybridQuery query, CollectionSchema schema)
    {
        if (query.Reranker is not null)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"The hybrid query of collection '{schema.Name}' has a reranker, which may have to be waited for: call SearchAsync.");
        }
    }

    /// <param name="reranker">What scores them.</param>
    /// <param name="query">The query.</param>
    /// <param name="candidates">The documents, best first.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The hits that the query asks for, with their new scores; of equal ones that comes first which did before.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the reranker did not return a score for each
    /// document.</exception>
    public static async Task<SearchHit[]> OrderAsync(
        IReranker reranker, HybridQuery query, SearchHit[] candidates, CancellationToken cancellation)
    {
        if (candidates.Length == 0)
            return candidates;
        IReadOnlyList<float> scores = await reranker.ScoreAsync(query, candidates, cancellation).ConfigureAwait(false);
        Check(reranker, scores, candidates);

        // The sort is stable, which Array.Sort is not.
        return
        [
            .. candidates
                .Select((hit, i) => hit.WithScore(scores[i]))
                .OrderByDescending(hit => hit.Score)
                .Skip(query.Skip)
                .Take(query.Top),
        ];
    }

    private static void Check(IReranker reranker, IReadOnlyList<float>? scores, SearchHit[] candidates)
    {
        if (scores?.Count != candidates.Length)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"The reranker {reranker.GetType().Name} returned {scores?.Count ?? 0} scores for {candidates.Length} documents; it must "
                    + "return one for each, in their order.");
        }

        for (int i = 0; i < candidates.Length; i++)
        {
            if (float.IsNaN(scores[i]))
            {
                throw new ZvecException(
                    ZvecErrorCode.InvalidArgument,
                    $"The reranker {reranker.GetType().Name} returned NaN as the score of the document with the key {candidates[i].Key}.");
            }
        }
    }
}

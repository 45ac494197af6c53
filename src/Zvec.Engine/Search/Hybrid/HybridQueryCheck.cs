namespace Zvec.Engine.Search;

/// <summary>Checks a <see cref="HybridQuery"/> as far as that is not done for each of its queries.</summary>
internal static class HybridQueryCheck
{
    private const int MostQueries = 64;

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: something is out of range, or does not go
    /// together.</exception>
    public static void Check(HybridQuery query, CollectionSchema schema)
    {
        QueryLimits.CheckHits(schema, query.Top, query.Skip);
        QueryLimits.CheckRange(schema, nameof(query.Candidates), query.Candidates, QueryLimits.LargestTop);
        QueryLimits.CheckRange(schema, nameof(query.RerankCandidates), query.RerankCandidates, QueryLimits.LargestTop);
        if (query.Queries is not { Count: >= 1 and <= MostQueries })
        {
            throw QueryLimits.Invalid(
                schema, $"A hybrid query has from 1 to {MostQueries} queries, and this one has {query.Queries?.Count ?? 0}");
        }

        if (query.Fusion is null)
            throw QueryLimits.Invalid(schema, "Its Fusion is null; leave it out for the default");
        query.Fusion.CheckQueries(query.Queries.Count);
        for (int i = 0; i < query.Queries.Count; i++)
            Check(query.Queries[i], i, schema);
    }

    private static void Check(SearchQuery? query, int number, CollectionSchema schema)
    {
        if (query is null)
            throw QueryLimits.Invalid(schema, $"Query {number} of the hybrid query is null");
        QueryLimits.CheckHits(schema, query.Top, 0);
        string? misplaced = query.Skip != 0 ? nameof(query.Skip)
            : query.OutputFields is not null ? nameof(query.OutputFields)
            : query.IncludeVectors ? nameof(query.IncludeVectors)
            : null;
        if (misplaced is not null)
        {
            throw QueryLimits.Invalid(
                schema,
                $"Query {number} of the hybrid query, of field '{query.Field}', sets {misplaced}, which only the hybrid query itself has: "
                    + "set it there");
        }
    }
}

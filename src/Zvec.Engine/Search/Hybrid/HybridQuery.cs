namespace Zvec.Engine;

/// <summary>Asks for the documents that several queries together find best: vectors, keywords, or several of each.</summary>
/// <remarks>Each query ranks its best candidates under the filter, from the same snapshot, and <see cref="Fusion"/> makes one ranking of
/// all.</remarks>
public sealed class HybridQuery
{
    /// <summary>The queries: 1 to 64, several of one field among them where wanted. Their own <see cref="SearchQuery.Filter"/> narrows the
    /// common one for that query alone; <see cref="SearchQuery.Skip"/>, <see cref="SearchQuery.OutputFields"/> and
    /// <see cref="SearchQuery.IncludeVectors"/> are those of the hybrid query and left alone in these.</summary>
    public IList<SearchQuery> Queries { get; init; } = [];

    /// <summary>How the rankings become one; <see cref="Fusion.Rrf"/> with its defaults by default.</summary>
    public Fusion Fusion { get; init; } = Fusion.Rrf();

    /// <summary>Documents that each query contributes: 1 to 100,000. Null for the default of max(100, 2 × (<see cref="Skip"/> +
    /// <see cref="Top"/>)), or twice what the <see cref="Reranker"/> scores, where that is more. A query whose own <see cref="SearchQuery.Top"/> is greater contributes as many as that.</summary>
    public int? Candidates { get; init; }

    /// <summary>Which documents may be hits; null for all. It is evaluated once for all queries.</summary>
    public Filter? Filter { get; init; }

    /// <summary>The number of hits wanted: 1 to 100,000, 10 by default.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Hits to leave out from the front of the result: 0 or more, 0 by default; with <see cref="Top"/> at most 100,000.</summary>
    public int Skip { get; init; }

    /// <summary>Whether the hits' documents hold their vectors; false by default.</summary>
    public bool IncludeVectors { get; init; }

    /// <summary>The fields that the hits' documents hold; null for all, empty for none. A <see cref="Reranker"/> sees these.</summary>
    public IReadOnlyCollection<string>? OutputFields { get; init; }

    /// <summary>Scores the best fused documents anew; null, the default, for none. For
    /// <see cref="Collection.SearchAsync(HybridQuery, CancellationToken)"/> only.</summary>
    public IReranker? Reranker { get; init; }

    /// <summary>How many of the best fused documents the <see cref="Reranker"/> scores: 1 to 100,000. Null for the default of max(50,
    /// <see cref="Skip"/> + <see cref="Top"/>). No others can be hits then.</summary>
    public int? RerankCandidates { get; init; }
}

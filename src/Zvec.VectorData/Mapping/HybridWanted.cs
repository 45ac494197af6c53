using Microsoft.Extensions.VectorData;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>All that a hybrid search is asked for but vector, keywords, top and filter, as the engine has it; see
/// <see cref="HybridQuery"/>.</summary>
internal readonly record struct HybridWanted(
    int Skip,
    bool IncludeVectors,
    Fusion? Fusion,
    int? Candidates,
    IReranker? Reranker,
    int? RerankCandidates,
    int? Ef,
    int? NProbe,
    bool Exact)
{
    /// <summary>What is asked of the search by vector alone: of how many records, the hybrid query says.</summary>
    public SearchWanted OfVectors => new(
        Top: 1, Skip: 0, Filter: null, IncludeVectors: false, Ef, NProbe, Exact, Refine: true, RefineFactor: null);

    /// <summary>Takes it from the options of a search: this store's own, or those of every store.</summary>
    public static HybridWanted From<TRecord>(HybridSearchOptions<TRecord> options) =>
        options is ZvecHybridSearchOptions<TRecord> own
            ? new HybridWanted(
                own.Skip, own.IncludeVectors, own.Fusion, own.Candidates, own.Reranker, own.RerankCandidates, own.Ef, own.NProbe, own.Exact)
            : default(HybridWanted) with { Skip = options.Skip, IncludeVectors = options.IncludeVectors };

    /// <summary>The engine's query.</summary>
    /// <param name="vectors">The query by vector.</param>
    /// <param name="texts">The query by keywords; null without any.</param>
    /// <param name="top">The number of records wanted.</param>
    /// <param name="filter">Which records may be found; null for all.</param>
    public HybridQuery ToQuery(VectorQuery vectors, TextQuery? texts, int top, Filter? filter) => new()
    {
        Queries = texts is null ? [vectors] : [vectors, texts],
        Fusion = Fusion ?? Engine.Fusion.Rrf(),
        Candidates = Candidates,
        Reranker = Reranker,
        RerankCandidates = RerankCandidates,
        Top = top,
        Skip = Skip,
        Filter = filter,
        IncludeVectors = IncludeVectors,
    };
}

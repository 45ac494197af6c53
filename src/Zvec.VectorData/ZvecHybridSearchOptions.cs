using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <summary>Options of one hybrid search that only this store has, beside those of every store. Pass them to <c>HybridSearchAsync</c> in
/// the
/// place of <see cref="HybridSearchOptions{TRecord}"/>; another store takes no notice of what is added here.</summary>
/// <typeparam name="TRecord">The class of the records.</typeparam>
/// <remarks>The defaults are meant to be good enough: a search with a plain <see cref="HybridSearchOptions{TRecord}"/> uses them.</remarks>
public sealed class ZvecHybridSearchOptions<TRecord> : HybridSearchOptions<TRecord>
{
    /// <summary>How the nearest records and those with the keywords become one ranking; of two weights the first is that of the vectors.
    /// Null for reciprocal rank fusion with its defaults.</summary>
    public Fusion? Fusion { get; set; }

    /// <summary>Records that vectors and keywords each contribute: 1 to 100,000. Null for the default of max(100, 2 ×
    /// (<see cref="HybridSearchOptions{TRecord}.Skip"/> + top)).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or more than 100,000.</exception>
    public int? Candidates
    {
        get;
        set => field = OptionRange.Check(value, 1, 100_000, nameof(Candidates));
    }

    /// <summary>Scores the best fused records anew, such as a cross-encoder; its scores become those of the results. It sees the records as
    /// the engine's documents, by storage names. Null for none.</summary>
    public IReranker? Reranker { get; set; }

    /// <summary>How many of the best fused records the <see cref="Reranker"/> scores: 1 to 100,000. Null for the default of max(50,
    /// <see cref="HybridSearchOptions{TRecord}.Skip"/> + top).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or more than 100,000.</exception>
    public int? RerankCandidates
    {
        get;
        set => field = OptionRange.Check(value, 1, 100_000, nameof(RerankCandidates));
    }

    /// <summary>Candidates that the search of a graph keeps; see <see cref="ZvecVectorSearchOptions{TRecord}.Ef"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or more than 100,000.</exception>
    public int? Ef
    {
        get;
        set => field = OptionRange.Check(value, 1, 100_000, nameof(Ef));
    }

    /// <summary>Groups of an index of kind IvfFlat that are read; see <see cref="ZvecVectorSearchOptions{TRecord}.NProbe"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or more than 65,536.</exception>
    public int? NProbe
    {
        get;
        set => field = OptionRange.Check(value, 1, 65_536, nameof(NProbe));
    }

    /// <summary>Whether all original vectors are scanned instead of an index or codes; see
    /// <see cref="ZvecVectorSearchOptions{TRecord}.Exact"/>.</summary>
    public bool Exact { get; set; }
}

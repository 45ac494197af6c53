using System.Linq.Expressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;
using Zvec.Engine;

namespace Zvec.SemanticKernel;

/// <summary>Options of a <see cref="HybridTextSearch{TRecord}"/>. They are read once, when it is made.</summary>
/// <typeparam name="TRecord">The class of the records.</typeparam>
public sealed class HybridTextSearchOptions<TRecord>
{
    /// <summary>The property with the vectors; null for the only one.</summary>
    public Expression<Func<TRecord, object?>>? VectorProperty { get; set; }

    /// <summary>The property with the text in which keywords are looked for; null for the only one with a text index.</summary>
    public Expression<Func<TRecord, object?>>? KeywordProperty { get; set; }

    /// <summary>What every record found must meet, beside the filter of each search; null for nothing.</summary>
    public Expression<Func<TRecord, bool>>? Filter { get; set; }

    /// <summary>Makes a query's keywords; null for its words: what spaces part, without punctuation at either end, each once.</summary>
    public Func<string, ICollection<string>>? Keywords { get; set; }

    /// <summary>Makes the vector of a query; null where the collection has a generator of its own.</summary>
    public IEmbeddingGenerator<string, Embedding<float>>? EmbeddingGenerator { get; set; }

    /// <summary>Makes a result of a record. Null to take it from the properties that are marked with
    /// <see cref="TextSearchResultValueAttribute"/>, <see cref="TextSearchResultNameAttribute"/> and
    /// <see cref="TextSearchResultLinkAttribute"/>.</summary>
    public Func<TRecord, TextSearchResult>? ResultMapper { get; set; }

    /// <summary>The score that a record must at least have; null for none. The score is the reranker's where there is one, and otherwise
    /// the fused one, which is small: with reciprocal ranks at most 2 ÷ 61.</summary>
    public double? ScoreThreshold { get; set; }

    /// <summary>Scores the best records anew by their texts, and puts them in that order; null for none.</summary>
    public ITextReranker? Reranker { get; set; }

    /// <summary>How many of the best records the <see cref="Reranker"/> scores: 1 or more, 50 by default, and never fewer than a search
    /// skips and wants.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int RerankCandidates
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(RerankCandidates));
            field = value;
        }
    } = 50;

    /// <summary>How the nearest records and those with the keywords become one ranking; null for the collection's own way. Only
    /// collections of Zvec have this choice.</summary>
    public Fusion? Fusion { get; set; }

    /// <summary>Records that vectors and keywords each contribute, as <c>ZvecHybridSearchOptions.Candidates</c>: 1 to 100,000; null for the
    /// default. Only collections of Zvec have this choice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or more than 100,000.</exception>
    public int? Candidates
    {
        get;
        set
        {
            if (value is < 1 or > 100_000)
                throw new ArgumentOutOfRangeException(nameof(Candidates), value, "Candidates are 1 to 100,000.");
            field = value;
        }
    }

    internal HybridTextSearchOptions<TRecord> Copy() => (HybridTextSearchOptions<TRecord>)MemberwiseClone();

    internal HybridSearchOptions<TRecord> ToSearchOptions() =>
        Fusion is null && Candidates is null
            ? new HybridSearchOptions<TRecord> { VectorProperty = VectorProperty, AdditionalProperty = KeywordProperty }
            : new VectorData.ZvecHybridSearchOptions<TRecord>
            {
                VectorProperty = VectorProperty,
                AdditionalProperty = KeywordProperty,
                Fusion = Fusion,
                Candidates = Candidates,
            };
}

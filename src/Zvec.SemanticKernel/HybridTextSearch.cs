using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;
using Zvec.SemanticKernel.Filtering;
using Zvec.SemanticKernel.Reading;

namespace Zvec.SemanticKernel;

/// <summary>Text search for Semantic Kernel that finds records by meaning and by keywords together, in any collection of
/// Microsoft.Extensions.VectorData that has hybrid search.</summary>
/// <typeparam name="TRecord">The class of the records.</typeparam>
/// <remarks>It serves wherever Semantic Kernel takes a text search: as a plugin (<c>CreateWithSearch</c> and its like), in prompt
/// templates, and behind <c>TextSearchProvider</c>. It keeps nothing of its own and is thread-safe where the collection is.</remarks>
public sealed partial class HybridTextSearch<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>
    : ITextSearch<TRecord>
    where TRecord : class
{
    private readonly IKeywordHybridSearchable<TRecord> _records;
    private readonly HybridTextSearchOptions<TRecord> _options;
    private readonly Lazy<Func<TRecord, TextSearchResult>> _toResult;

    /// <summary>Initializes a search.</summary>
    /// <param name="records">The collection.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="NotSupportedException">The options have a choice that the collection does not offer.</exception>
    public HybridTextSearch(IKeywordHybridSearchable<TRecord> records, HybridTextSearchOptions<TRecord>? options = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        _records = records;
        _options = options?.Copy() ?? new HybridTextSearchOptions<TRecord>();
        CheckSystem(records, _options);

        // Only what needs a text asks for the attributes: a search for the records themselves works without them.
        _toResult = new(() => _options.ResultMapper ?? RecordTexts<TRecord>.ToResult());
    }

    /// <summary>Finds the texts of the best records.</summary>
    /// <inheritdoc cref="GetSearchResultsAsync"/>
    public Task<KernelSearchResults<string>> SearchAsync(
        string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
    {
        Func<TRecord, TextSearchResult> toResult = _toResult.Value;
        return ToResults(
            Find(query, SearchRange.From(searchOptions), searchOptions?.Filter, cancellationToken), found => toResult(found.Record).Value);
    }

    /// <summary>Finds the best records, as texts with names and links.</summary>
    /// <inheritdoc cref="GetSearchResultsAsync"/>
    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
        string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
    {
        Func<TRecord, TextSearchResult> toResult = _toResult.Value;
        return ToResults(
            Find(query, SearchRange.From(searchOptions), searchOptions?.Filter, cancellationToken), found => toResult(found.Record));
    }

    /// <summary>Finds the best records.</summary>
    /// <param name="query">What to search for.</param>
    /// <param name="searchOptions">How many to find, how many to skip, and a filter; null for the best five.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The results, best first. A total count is not known.</returns>
    public Task<KernelSearchResults<TRecord>> GetSearchResultsAsync(
        string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default) =>
        ToResults(Find(query, SearchRange.From(searchOptions), searchOptions?.Filter, cancellationToken), found => found.Record);

    /// <summary>Finds the best records as numbered sources that a prompt can show and an answer can cite.</summary>
    /// <param name="query">What to search for.</param>
    /// <param name="searchOptions">How many to find, how many to skip, and a filter; null for the best five. Numbers begin after those
    /// skipped.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The sources, best first.</returns>
    public async Task<Citations> GetCitationsAsync(
        string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
    {
        SearchRange range = SearchRange.From(searchOptions);
        var citations = new List<Citation>();
        IAsyncEnumerable<VectorSearchResult<TRecord>> results = Find(query, range, searchOptions?.Filter, cancellationToken);
        await foreach (VectorSearchResult<TRecord> found in results.ConfigureAwait(false))
        {
            TextSearchResult result = _toResult.Value(found.Record);
            citations.Add(new Citation(range.Skip + citations.Count + 1, result.Value, result.Name, result.Link, found.Score));
        }

        return new Citations(citations);
    }

    private IAsyncEnumerable<VectorSearchResult<TRecord>> Find(
        string query, SearchRange range, Expression<Func<TRecord, bool>>? filter, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        HybridSearchOptions<TRecord> wanted = _options.ToSearchOptions();
        wanted.Filter = FilterExpressions.Both(_options.Filter, filter);
        if (_options.Reranker is { } reranker)
            return RerankAsync(reranker, query, range, wanted, cancellationToken);

        wanted.Skip = range.Skip;
        wanted.ScoreThreshold = _options.ScoreThreshold;
        return FindAsync(query, range.Top, wanted, cancellationToken);
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> FindAsync(
        string query, int top, HybridSearchOptions<TRecord> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ICollection<string> keywords = _options.Keywords is null ? QueryWords.Of(query) : _options.Keywords(query);
        IAsyncEnumerable<VectorSearchResult<TRecord>> results = _options.EmbeddingGenerator is null
            ? _records.HybridSearchAsync(query, keywords, top, wanted, cancellationToken)
            : _records.HybridSearchAsync(
                await _options.EmbeddingGenerator.GenerateVectorAsync(query, cancellationToken: cancellationToken).ConfigureAwait(false),
                keywords,
                top,
                wanted,
                cancellationToken);
        await foreach (VectorSearchResult<TRecord> result in results.ConfigureAwait(false))
            yield return result;
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> RerankAsync(
        ITextReranker reranker,
        string query,
        SearchRange range,
        HybridSearchOptions<TRecord> wanted,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int candidates = (int)Math.Max(_options.RerankCandidates, Math.Min(int.MaxValue, (long)range.Skip + range.Top));
        var found = new List<TRecord>();
        var texts = new List<string>();
        await foreach (VectorSearchResult<TRecord> result in FindAsync(query, candidates, wanted, cancellationToken).ConfigureAwait(false))
        {
            found.Add(result.Record);
            texts.Add(_toResult.Value(result.Record).Value);
        }

        if (found.Count == 0)
            yield break;

        IReadOnlyList<double> scores = await reranker.ScoreAsync(query, texts, cancellationToken).ConfigureAwait(false);
        CheckScores(reranker, scores, texts.Count);

        // The order is stable: of equal scores the one that the search found first stays first.
        IEnumerable<VectorSearchResult<TRecord>> best = found
            .Select((record, place) => new VectorSearchResult<TRecord>(record, scores[place]))
            .Where(result => _options.ScoreThreshold is not { } threshold || result.Score >= threshold)
            .OrderByDescending(result => result.Score)
            .Skip(range.Skip)
            .Take(range.Top);
        foreach (VectorSearchResult<TRecord> result in best)
            yield return result;
    }

    private static void CheckScores(ITextReranker reranker, IReadOnlyList<double> scores, int count)
    {
        if (scores is null || scores.Count != count)
        {
            throw new InvalidOperationException(
                $"{reranker.GetType()} returned {scores?.Count ?? 0} scores for {count} texts; it has to return one for each.");
        }

        if (scores.Any(double.IsNaN))
            throw new InvalidOperationException($"{reranker.GetType()} returned a score that is not a number.");
    }

    private static void CheckSystem(IKeywordHybridSearchable<TRecord> records, HybridTextSearchOptions<TRecord> options)
    {
        if (options.Fusion is null && options.Candidates is null)
            return;

        var metadata = records.GetService(typeof(VectorStoreCollectionMetadata)) as VectorStoreCollectionMetadata;
        if (metadata?.VectorStoreSystemName is { } system && system != "zvec")
        {
            throw new NotSupportedException(
                $"Collection '{metadata.CollectionName}' is one of '{system}', which takes no notice of {nameof(options.Fusion)} and "
                + $"{nameof(options.Candidates)}. Leave them null.");
        }
    }

    private static Task<KernelSearchResults<TResult>> ToResults<TResult>(
        IAsyncEnumerable<VectorSearchResult<TRecord>> results, Func<VectorSearchResult<TRecord>, TResult> map) =>
        Task.FromResult(new KernelSearchResults<TResult>(results.Select(map)));
}

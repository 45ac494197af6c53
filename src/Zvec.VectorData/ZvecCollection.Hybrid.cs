using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Filtering;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <content>Records by nearness and keywords together.</content>
public partial class ZvecCollection<TKey, TRecord>
{
    /// <inheritdoc/>
    /// <remarks>
    /// The keywords are words, of which a text has one or more: no operators. Their best records (by BM25) and the nearest ones are fused
    /// by
    /// reciprocal rank, so that records which both find come first, and records without any of the keywords may follow. A result's score is
    /// the fused one, greater is better, and so is the threshold's sense. The options may be a
    /// <see cref="ZvecHybridSearchOptions{TRecord}"/>.
    /// </remarks>
    public IAsyncEnumerable<VectorSearchResult<TRecord>> HybridSearchAsync<TInput>(
        TInput searchValue,
        ICollection<string> keywords,
        int top,
        HybridSearchOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentNullException.ThrowIfNull(keywords);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        if (keywords.Contains(null!))
            throw new ArgumentException("One of the keywords is null.", nameof(keywords));

        options ??= new();
        MayIncludeVectors(options.IncludeVectors);
        return HybridSearchCoreAsync(searchValue, string.Join(' ', keywords), top, options, cancellationToken);
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> HybridSearchCoreAsync(
        object searchValue,
        string keywords,
        int top,
        HybridSearchOptions<TRecord> options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        VectorPropertyModel property = Model.GetVectorPropertyOrSingle(
            new VectorSearchOptions<TRecord> { VectorProperty = options.VectorProperty });
        DataPropertyModel text = Model.GetFullTextDataPropertyOrSingle(options.AdditionalProperty);
        Filter? filter = options.Filter is null ? null : new LinqFilterTranslator().Translate(options.Filter, Model);
        VectorSearchInput input = await ToInputAsync(property, searchValue, cancellationToken).ConfigureAwait(false);
        Enter(cancellationToken);

        IReadOnlyList<SearchHit> hits;
        try
        {
            using CollectionLease lease = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
            VectorSchema vectors = FindVector(lease.Collection.Schema, property);
            HybridWanted wanted = HybridWanted.From(options);
            HybridQuery query = wanted.ToQuery(
                input.ToQuery(vectors.Name, vectors.Type, wanted.OfVectors),
                string.IsNullOrWhiteSpace(keywords) ? null : TextQuery.Match(FindText(lease.Collection.Schema, text).Name, keywords),
                top,
                filter);
            hits = await lease.Collection.SearchAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "HybridSearch");
        }

        foreach (SearchHit hit in hits)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // The hits come best first, so that nothing after one that fails can pass.
            if (options.ScoreThreshold is { } threshold && hit.Score < threshold)
                yield break;

            yield return new VectorSearchResult<TRecord>(_mapping.ToRecord<TRecord>(hit.Document, options.IncludeVectors), hit.Score);
        }
    }

    private FieldSchema FindText(CollectionSchema schema, DataPropertyModel property)
    {
        foreach (FieldSchema field in schema.Fields)
        {
            if (field.Name == property.StorageName && field.Index is TextIndexOptions)
                return field;
        }

        throw new ZvecException(
            ZvecErrorCode.FailedPrecondition,
            $"Collection '{Name}' has no text index on a field '{property.StorageName}', as keywords in property '{property.ModelName}' "
            + "need. EnsureCollectionExistsAsync adds it where that is possible.");
    }
}

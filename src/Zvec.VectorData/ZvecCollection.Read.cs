using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Filtering;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <content>Records by key and by filter.</content>
public partial class ZvecCollection<TKey, TRecord>
{
    /// <inheritdoc/>
    public override async Task<TRecord?> GetAsync(
        TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        bool includeVectors = MayIncludeVectors(options?.IncludeVectors ?? false);
        DocumentKey documentKey = ToKey(key, nameof(key));
        Enter(cancellationToken);

        Document? document;
        try
        {
            using CollectionLease lease = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
            document = lease.Collection.Fetch(documentKey, includeVectors);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Get");
        }

        return document is null ? null : _mapping.ToRecord<TRecord>(document, includeVectors);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        bool includeVectors = MayIncludeVectors(options?.IncludeVectors ?? false);
        return FetchAsync(keys, includeVectors, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<TRecord>? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        MayIncludeVectors(options?.IncludeVectors ?? false);
        return QueryAsync(filter, top, options ?? new(), cancellationToken);
    }

    private async IAsyncEnumerable<TRecord> FetchAsync(
        IEnumerable<TKey> keys, bool includeVectors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DocumentKey[] documentKeys = [.. keys.Select(key => ToKey(key, nameof(keys)))];
        Enter(cancellationToken);
        if (documentKeys.Length == 0)
            yield break;

        IReadOnlyList<Document?> documents;
        try
        {
            using CollectionLease lease = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
            documents = lease.Collection.Fetch(documentKeys, includeVectors);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Get");
        }

        foreach (Document? document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (document is not null)
                yield return _mapping.ToRecord<TRecord>(document, includeVectors);
        }
    }

    private async IAsyncEnumerable<TRecord> QueryAsync(
        Expression<Func<TRecord, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<TRecord> options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new FilterQuery
        {
            Filter = new LinqFilterTranslator().Translate(filter, Model),
            OrderBy = ToOrder(options),
            Skip = options.Skip,
            Top = top,
            IncludeVectors = options.IncludeVectors,
        };

        Enter(cancellationToken);
        IReadOnlyList<Document> documents;
        try
        {
            using CollectionLease lease = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
            documents = lease.Collection.Query(query, cancellationToken);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Get");
        }

        foreach (Document document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return _mapping.ToRecord<TRecord>(document, options.IncludeVectors);
        }
    }

    private SortField[] ToOrder(FilteredRecordRetrievalOptions<TRecord> options)
    {
        if (options.OrderBy is null)
            return [];

        return [.. options.OrderBy(new()).Values.Select(entry =>
            new SortField(OrderedProperty(entry.PropertySelector).StorageName, Descending: !entry.Ascending))];
    }

    private PropertyModel OrderedProperty(Expression<Func<TRecord, object?>> selector)
    {
        PropertyModel property = Model.GetDataOrKeyProperty(selector);
        bool ordered = property is KeyPropertyModel
            || (property is DataPropertyModel && FieldCodecs.TryGet(property.Type, out FieldCodec? codec) && !codec.IsArray);
        return ordered ? property : throw new NotSupportedException(
            $"Records cannot be ordered by property '{property.ModelName}' of type '{property.Type.Name}': only the key and single values "
            + "have an order.");
    }

    private DocumentKey ToKey(TKey key, string parameterName)
    {
        if (key is null)
            throw new ArgumentNullException(parameterName, "A key is null.");

        return KeyCodec.ToKey(key, Model.KeyProperty.Type, parameterName);
    }

    private bool MayIncludeVectors(bool includeVectors) =>
        includeVectors && Model.EmbeddingGenerationRequired
            ? throw new NotSupportedException(VectorDataStrings.IncludeVectorsNotSupportedWithEmbeddingGeneration)
            : includeVectors;
}

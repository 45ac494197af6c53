using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Zvec.VectorData.Copying;

/// <summary>All records of a collection of any store.</summary>
internal sealed class RecordSource<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    private readonly VectorStoreCollection<TKey, TRecord> _collection;
    private readonly ZvecCopyOptions<TRecord> _options;
    private readonly KeyPropertyModel _key;
    private readonly KeyExpressions<TRecord> _keys;
    private readonly bool _includeVectors;

    /// <param name="collection">The collection.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="key">The key property of its records.</param>
    /// <param name="includeVectors">Whether vectors are read.</param>
    /// <exception cref="NotSupportedException">The keys cannot be compared, as the options want it.</exception>
    public RecordSource(
        VectorStoreCollection<TKey, TRecord> collection, ZvecCopyOptions<TRecord> options, KeyPropertyModel key, bool includeVectors)
    {
        _collection = collection;
        _options = options;
        _key = key;
        _keys = new KeyExpressions<TRecord>(key);
        _includeVectors = includeVectors;
        if (options.Paging == ZvecCopyPaging.KeyOrder && !_keys.CanCompare)
        {
            throw new NotSupportedException(
                $"Keys of type '{key.Type.Name}' cannot be compared in a filter, as paging by "
                + $"{nameof(ZvecCopyPaging.KeyOrder)} needs. Choose {nameof(ZvecCopyPaging.Automatic)}, {nameof(ZvecCopyPaging.Skip)} or "
                + $"{nameof(ZvecCopyPaging.OneRead)}.");
        }
    }

    /// <summary>Reads the records.</summary>
    /// <exception cref="InvalidOperationException">The store does not keep to the order that it was asked for, or holds back
    /// records.</exception>
    public IAsyncEnumerable<TRecord> ReadAsync(CancellationToken cancellationToken) => _options.Paging switch
    {
        ZvecCopyPaging.Skip => SkipAsync(cancellationToken),
        ZvecCopyPaging.OneRead => ReadOnceAsync(cancellationToken),
        ZvecCopyPaging.KeyOrder => ReadByKeyAsync(cancellationToken),
        _ => _keys.CanCompare ? ReadByKeyAsync(cancellationToken) : ReadOnceAsync(cancellationToken),
    };

    private async IAsyncEnumerable<TRecord> ReadByKeyAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        object? last = null;
        for (bool isPage = true; isPage;)
        {
            isPage = false;
            var wanted = new FilteredRecordRetrievalOptions<TRecord> { IncludeVectors = _includeVectors, OrderBy = _keys.Order };
            await foreach (TRecord record in _collection.GetAsync(
                _keys.Beyond(_options.Filter, last), _options.PageSize, wanted, cancellationToken).ConfigureAwait(false))
            {
                object key = _key.GetValueAsObject(record)!;
                if (last is not null && Comparer<object>.Default.Compare(key, last) <= 0)
                {
                    throw new InvalidOperationException(
                        $"Collection '{_collection.Name}' of the source returned key {key} after {last} although its records were to be "
                        + $"ordered by key. Choose {nameof(ZvecCopyPaging)}.{nameof(ZvecCopyPaging.OneRead)}.");
                }

                last = key;
                isPage = true;
                yield return record;
            }
        }
    }

    private async IAsyncEnumerable<TRecord> SkipAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int skip = 0;
        for (int before = -1; before != skip;)
        {
            before = skip;
            var wanted = new FilteredRecordRetrievalOptions<TRecord>
            {
                IncludeVectors = _includeVectors,
                OrderBy = _keys.Order,
                Skip = skip,
            };
            await foreach (TRecord record in _collection.GetAsync(Wanted, _options.PageSize, wanted, cancellationToken)
                .ConfigureAwait(false))
            {
                skip++;
                yield return record;
            }
        }
    }

    private async IAsyncEnumerable<TRecord> ReadOnceAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int read = 0;
        var wanted = new FilteredRecordRetrievalOptions<TRecord> { IncludeVectors = _includeVectors };
        await foreach (TRecord record in _collection.GetAsync(Wanted, int.MaxValue, wanted, cancellationToken).ConfigureAwait(false))
        {
            read++;
            yield return record;
        }

        // Some stores return at most so many records whatever they are asked for, and say nothing.
        if (_options.Verify && read > 0)
        {
            var next = new FilteredRecordRetrievalOptions<TRecord> { Skip = read };
            await foreach (TRecord record in _collection.GetAsync(Wanted, 1, next, cancellationToken).ConfigureAwait(false))
            {
                throw new InvalidOperationException(
                    $"Collection '{_collection.Name}' of the source returned {read} records, and has more, such as that with key "
                    + $"{_key.GetValueAsObject(record)}. Choose {nameof(ZvecCopyPaging)}.{nameof(ZvecCopyPaging.Skip)}, or copy it in "
                    + $"parts with {nameof(ZvecCopyOptions<>.Filter)}.");
            }
        }
    }

    private Expression<Func<TRecord, bool>> Wanted => _options.Filter ?? (static _ => true);
}

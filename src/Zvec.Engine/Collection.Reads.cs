using System.Diagnostics;
using Zvec.Engine.Search;
using Zvec.Engine.Segments;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <summary>Fetches a document by its key.</summary>
    /// <param name="key">The key, of the collection's key type.</param>
    /// <param name="includeVectors">Whether the document holds its vectors; true by default.</param>
    /// <param name="outputFields">The fields that the document holds; null for all, empty for none.</param>
    /// <returns>The document, or null when there is none.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the key has another type, or there is no field of a
    /// name.</exception>
    public Document? Fetch(DocumentKey key, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null) =>
        _telemetry.Run(OperationName.Fetch, (this, key, includeVectors, outputFields), static call =>
        {
            var (collection, key, includeVectors, outputFields) = call;
            using SnapshotLease lease = collection._store.Acquire();
            return collection.Fetch(lease.Snapshot, key, FieldSelection.For(lease.Snapshot.Schema, outputFields, includeVectors));
        });

    /// <summary>Fetches documents by their keys, from one snapshot.</summary>
    /// <param name="keys">The keys, of the collection's key type.</param>
    /// <param name="includeVectors">Whether the documents hold their vectors; true by default.</param>
    /// <param name="outputFields">The fields that the documents hold; null for all, empty for none.</param>
    /// <returns>A document per key, in order; null where there is none.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a key has another type, or there is no field of a
    /// name.</exception>
    public IReadOnlyList<Document?> Fetch(
        IEnumerable<DocumentKey> keys, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return _telemetry.Run(OperationName.Fetch, (this, keys, includeVectors, outputFields), static call =>
        {
            var (collection, keys, includeVectors, outputFields) = call;
            using SnapshotLease lease = collection._store.Acquire();
            FieldSelection selection = FieldSelection.For(lease.Snapshot.Schema, outputFields, includeVectors);
            return (IReadOnlyList<Document?>)[.. keys.Select(key => collection.Fetch(lease.Snapshot, key, selection))];
        });
    }

    /// <summary>Finds the documents whose vectors are nearest to a given one, or to that of a document in the collection.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The hits, nearest first; fewer than asked when the collection or the filter has no more.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such vector field, or no document of the query's
    /// key with a vector.
    /// <see cref="ZvecErrorCode.DimensionMismatch"/>: the vector has another number of dimensions.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: a number is out of range, an element is not finite, or the filter does not fit the
    /// schema.</exception>
    public IReadOnlyList<SearchHit> Search(VectorQuery query, CancellationToken cancellationToken = default) =>
        SearchOne(OperationName.Search, query, cancellationToken);

    /// <summary>Finds the documents whose texts fit some words best.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The hits, best first, of those that score alike the older first; fewer than asked when no more documents fit.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such field.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the field has no text index, the query cannot be read (the message says at which
    /// column),
    /// a number is out of range, or the filter does not fit the schema.</exception>
    public IReadOnlyList<SearchHit> Search(TextQuery query, CancellationToken cancellationToken = default) =>
        SearchOne(OperationName.SearchText, query, cancellationToken);

    /// <summary>Finds the documents that several queries together find best.</summary>
    /// <param name="query">What to look for, without a <see cref="HybridQuery.Reranker"/>.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The hits, best first, with their fused scores.</returns>
    /// <exception cref="ZvecException">As each query by itself, and <see cref="ZvecErrorCode.InvalidArgument"/>: a number is out of range,
    /// there are no queries, the weights are not as many as these, or there is a reranker.</exception>
    public IReadOnlyList<SearchHit> Search(HybridQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Reranker is not null)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"The hybrid query of collection '{Schema.Name}' has a reranker, which may have to be waited for: call SearchAsync.");
        }

        return _telemetry.Run(OperationName.SearchHybrid, (_store, query, cancellationToken), static call =>
        {
            using SnapshotLease lease = call._store.Acquire();
            return HybridSearcher.Search(lease.Snapshot, call.query, call.cancellationToken);
        });
    }

    /// <summary>Finds the documents that several queries together find best, and lets a <see cref="HybridQuery.Reranker"/> score the best
    /// of them anew, where the query has one.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows; the reranker gets it as well.</param>
    /// <returns>The hits, best first, with their fused scores or those of the reranker.</returns>
    /// <remarks>The collection is searched before the call returns, on the caller's thread. The reranker is called after that, outside of
    /// any lock; what it throws passes as it is.</remarks>
    /// <exception cref="ZvecException">As <see cref="Search(HybridQuery, CancellationToken)"/>, and
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the reranker did not return a score for each document.</exception>
    public Task<IReadOnlyList<SearchHit>> SearchAsync(HybridQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Reranker is null
            ? Task.FromResult(Search(query, cancellationToken))
            : _telemetry.RunAsync(
                OperationName.SearchHybrid,
                batchSize: 0,
                (this, query, cancellationToken),
                static call => call.Item1.RerankAsync(call.query, call.cancellationToken));
    }

    /// <summary>Finds the documents that a filter matches, in an order of choice.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The documents, in order.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a number is out of range, or the filter or the ordering
    /// does not fit the schema.</exception>
    public IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _telemetry.Run(OperationName.Query, (_store, query, cancellationToken), static call =>
        {
            using SnapshotLease lease = call._store.Acquire();
            return FilterScan.Query(lease.Snapshot, call.query, call.cancellationToken);
        });
    }

    /// <summary>Enumerates the documents that a filter matches, as they were when the enumeration began, in no order that can be relied
    /// on.</summary>
    /// <param name="filter">Which documents; null for all.</param>
    /// <param name="includeVectors">Whether the documents hold their vectors; true by default.</param>
    /// <param name="outputFields">The fields that the documents hold; null for all, empty for none.</param>
    /// <returns>The documents, read as they are asked for. An enumeration keeps its snapshot, and with it files that merging replaced,
    /// until it ends or is disposed.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>, when the enumeration begins: the filter does not fit
    /// the schema, or there is no field of a name.</exception>
    public IEnumerable<Document> Scan(
        Filter? filter = null, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            using SnapshotLease lease = _store.Acquire();
            FieldSelection selection = FieldSelection.For(lease.Snapshot.Schema, outputFields, includeVectors);
            foreach (RowLocation location in FilterScan.Rows(lease.Snapshot, filter))
                yield return RowReader.Read(location.Segment, location.Row, lease.Snapshot.Schema, selection);
        }
        finally
        {
            _telemetry.Ended(OperationName.Scan, started);
        }
    }

    private IReadOnlyList<SearchHit> SearchOne(string operation, SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _telemetry.Run(operation, (_store, query, cancellationToken), static call =>
        {
            using SnapshotLease lease = call._store.Acquire();
            return SnapshotSearch.Search(lease.Snapshot, call.query, call.cancellationToken);
        });
    }

    private async Task<IReadOnlyList<SearchHit>> RerankAsync(HybridQuery query, CancellationToken cancellationToken)
    {
        SearchHit[] candidates;
        using (SnapshotLease lease = _store.Acquire())
            candidates = HybridSearcher.FindCandidates(lease.Snapshot, query, cancellationToken);
        return await Reranking.OrderAsync(query.Reranker!, query, candidates, cancellationToken).ConfigureAwait(false);
    }

    private Document? Fetch(Snapshot snapshot, DocumentKey key, FieldSelection selection)
    {
        _store.Form.Normalizer.CheckKey(key);
        (int segment, int row) = snapshot.Find(key);
        return segment < 0 ? null : RowReader.Read(snapshot.Views[segment].Segment, row, snapshot.Schema, selection);
    }
}

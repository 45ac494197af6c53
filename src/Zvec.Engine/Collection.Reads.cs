using System.Diagnostics;
using Zvec.Engine.Search;
using Zvec.Engine.Segments;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <inheritdoc/>
    public Document? Fetch(DocumentKey key, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null) =>
        _telemetry.Run(OperationName.Fetch, (this, key, includeVectors, outputFields), static call =>
        {
            var (collection, key, includeVectors, outputFields) = call;
            using SnapshotLease lease = collection._store.Acquire();
            return collection.Fetch(lease.Snapshot, key, FieldSelection.For(lease.Snapshot.Schema, outputFields, includeVectors));
        });

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public IReadOnlyList<SearchHit> Search(VectorQuery query, CancellationToken cancellationToken = default) =>
        SearchOne(OperationName.Search, query, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<SearchHit> Search(TextQuery query, CancellationToken cancellationToken = default) =>
        SearchOne(OperationName.SearchText, query, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<SearchHit> Search(HybridQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        Reranking.ThrowIfAsked(query, Schema);
        return _telemetry.Run(OperationName.SearchHybrid, (_store, query, cancellationToken), static call =>
        {
            using SnapshotLease lease = call._store.Acquire();
            return HybridSearcher.Search(lease.Snapshot, call.query, call.cancellationToken);
        });
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _telemetry.Run(OperationName.Query, (_store, query, cancellationToken), static call =>
        {
            using SnapshotLease lease = call._store.Acquire();
            return FilterScan.Query(lease.Snapshot, call.query, call.cancellationToken);
        });
    }

    /// <inheritdoc/>
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

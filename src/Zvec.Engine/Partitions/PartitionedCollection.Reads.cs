using System.Diagnostics;
using Zvec.Engine.Filters;
using Zvec.Engine.Partitions;
using Zvec.Engine.Search;
using Zvec.Engine.Segments;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class PartitionedCollection
{
    /// <summary>How often a state is taken anew because a document moved meanwhile; moves without end hold no reader up for ever.</summary>
    private const int MostTries = 5;

    /// <inheritdoc/>
    public Document? Fetch(DocumentKey key, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null) =>
        Fetch([key], includeVectors, outputFields)[0];

    /// <inheritdoc/>
    /// <remarks>Looks in all partitions, unless the keys say which.</remarks>
    public IReadOnlyList<Document?> Fetch(
        IEnumerable<DocumentKey> keys, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        DocumentKey[] all = [.. keys];
        foreach (DocumentKey key in all)
            _writer.CheckKey(key);
        return _telemetry.Run(OperationName.Fetch, (this, all, includeVectors, outputFields), static call =>
        {
            var (parts, all, includeVectors, outputFields) = call;
            using GatheredSnapshot gathered = parts.Gather(set => PartitionsOf(set, all));
            var selection = FieldSelection.For(gathered.Snapshot.Schema, outputFields, includeVectors);
            return (IReadOnlyList<Document?>)[.. all.Select(key => Read(gathered.Snapshot, key, selection))];
        });
    }

    /// <inheritdoc/>
    /// <remarks>A query with the vector of a document looks for that document in all partitions. With more than one partition,
    /// <see cref="VectorQuery.Ef"/> is shared out: each graph is walked with a part of it, and with more where the nearest turn out to
    /// be.</remarks>
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
        return _telemetry.Run(OperationName.SearchHybrid, (this, query, cancellationToken), static call =>
        {
            using GatheredSnapshot gathered = call.Item1.GatherFor(call.query.Filter, call.query.Queries);
            return HybridSearcher.Search(gathered.Snapshot, call.query, call.cancellationToken);
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
    public IReadOnlyList<SearchGroup> Search(GroupByQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _telemetry.Run(OperationName.SearchGroups, (this, query, cancellationToken), static call =>
        {
            using GatheredSnapshot gathered = call.Item1.GatherFor(call.query.Query.Filter, [call.query.Query]);
            return GroupSearcher.Search(gathered.Snapshot, call.query, call.cancellationToken);
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _telemetry.Run(OperationName.Query, (this, query, cancellationToken), static call =>
        {
            using GatheredSnapshot gathered = call.Item1.GatherFor(call.query.Filter, []);
            return FilterScan.Query(gathered.Snapshot, call.query, call.cancellationToken);
        });
    }

    /// <inheritdoc/>
    public IEnumerable<Document> Scan(
        Filter? filter = null, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            using GatheredSnapshot gathered = GatherFor(filter, []);
            Snapshot snapshot = gathered.Snapshot;
            var selection = FieldSelection.For(snapshot.Schema, outputFields, includeVectors);
            foreach (RowLocation location in FilterScan.Rows(snapshot, filter))
                yield return RowReader.Read(location.Segment, location.Row, snapshot.Schema, selection);
        }
        finally
        {
            _telemetry.Ended(OperationName.Scan, started);
        }
    }

    /// <inheritdoc/>
    public long Count(Filter? filter = null, CancellationToken cancellationToken = default)
    {
        return _telemetry.Run(OperationName.Count, (this, filter, cancellationToken), static call =>
        {
            using GatheredSnapshot gathered = call.Item1.GatherFor(call.filter, []);
            return FilterScan.Count(gathered.Snapshot, call.filter, call.cancellationToken);
        });
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Count(filter, cancellationToken), cancellationToken);

    /// <summary>The names of the partitions that a filter may match documents of, for those who want to know what a search opens.</summary>
    /// <param name="filter">The filter; null for all documents.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the filter does not fit the schema.</exception>
    public IReadOnlyList<string> PartitionsFor(Filter? filter)
    {
        PartitionSet set = _set;
        return [.. Matching(set, filter).Select(partition => partition.Name)];
    }

    /// <summary>The state of all partitions that a filter may match and that queries need.</summary>
    private GatheredSnapshot GatherFor(Filter? filter, IEnumerable<SearchQuery?>? queries)
    {
        bool needsAll = queries?.Any(query =>
            query is VectorQuery { Key: not null }
            || (query is TextQuery && _options.TextStatistics == PartitionTextStatistics.AllPartitions)) == true;
        return Gather(set =>
        {
            IReadOnlyList<PartitionHandle> matching = Matching(set, filter);
            return needsAll ? set.Attached : matching;
        });
    }

    internal GatheredSnapshot GatherAll() => Gather(set => set.Attached);

    private static IReadOnlyList<PartitionHandle> Matching(PartitionSet set, Filter? filter)
    {
        // what does not fit the schema is said of that, not of what partitions are told apart by
        FilterBinder.Bind(filter, set.Catalog.Schema);
        return set.Matching(filter);
    }

    private GatheredSnapshot Gather(Func<PartitionSet, IReadOnlyList<PartitionHandle>> partitionsOf)
    {
        for (int i = 1; ; i++)
        {
            PartitionSet set = _set;
            long moves = _writer.Moves;
            var gathered = GatheredSnapshot.Take(set.Catalog.Schema, partitionsOf(set), _open, _acquire, _options.SearchThreads);
            bool hasSameSchema = ReferenceEquals(_set.Catalog.Schemas, set.Catalog.Schemas);
            if (hasSameSchema && (_writer.Moves == moves || i >= MostTries))
                return gathered;

            // A document may have been in neither of two partitions that were looked at one after the other; and partitions may have left
            // the schema that they are to be read by.
            gathered.Dispose();
        }
    }

    private static IReadOnlyList<PartitionHandle> PartitionsOf(PartitionSet set, DocumentKey[] keys) => set.Catalog.By is KeyPartitioning by
        ? [.. keys.Select(key => set.Find(by.NameOf(set.Catalog.Schema, key))).OfType<PartitionHandle>().Distinct()
            .Where(partition => partition.Record.IsAttached)]
        : set.Attached;

    private static Document? Read(Snapshot snapshot, DocumentKey key, FieldSelection selection)
    {
        (int segment, int row) = snapshot.Find(key);
        return segment < 0 ? null : RowReader.Read(snapshot.Views[segment].Segment, row, snapshot.Schema, selection);
    }

    private IReadOnlyList<SearchHit> SearchOne(string operation, SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _telemetry.Run(operation, (this, query, cancellationToken), static call =>
        {
            using GatheredSnapshot gathered = call.Item1.GatherFor(call.query.Filter, [call.query]);
            return SnapshotSearch.Search(gathered.Snapshot, call.query, call.cancellationToken);
        });
    }

    private async Task<IReadOnlyList<SearchHit>> RerankAsync(HybridQuery query, CancellationToken cancellationToken)
    {
        SearchHit[] candidates;
        using (GatheredSnapshot gathered = GatherFor(query.Filter, query.Queries))
            candidates = HybridSearcher.FindCandidates(gathered.Snapshot, query, cancellationToken);
        return await Reranking.OrderAsync(query.Reranker!, query, candidates, cancellationToken).ConfigureAwait(false);
    }
}

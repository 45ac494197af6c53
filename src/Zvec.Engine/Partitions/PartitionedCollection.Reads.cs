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

    /// <summary>Fetches a document by its key.</summary>
    /// <param name="key">The key, of the collection's key type.</param>
    /// <param name="includeVectors">Whether the document holds its vectors; true by default.</param>
    /// <param name="outputFields">The fields that the document holds; null for all, empty for none.</param>
    /// <returns>The document, or null when there is none.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the key has another type, or there is no field of a
    /// name.</exception>
    public Document? Fetch(DocumentKey key, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null) =>
        Fetch([key], includeVectors, outputFields)[0];

    /// <summary>Fetches documents by their keys. Looks in all partitions, unless the keys say which.</summary>
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

    /// <summary>Finds the documents whose vectors are nearest to a given one; see
    /// <see cref="Collection.Search(VectorQuery, CancellationToken)"/>.</summary>
    /// <param name="query">What to look for; one with the vector of a document looks for that document in all partitions. With more than
    /// one partition, <see cref="VectorQuery.Ef"/> is shared out: each graph is walked with a part of it, and with more where the nearest
    /// turn out to be.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The hits, nearest first.</returns>
    /// <exception cref="ZvecException">As for a collection.</exception>
    public IReadOnlyList<SearchHit> Search(VectorQuery query, CancellationToken cancellationToken = default) =>
        SearchOne(OperationName.Search, query, cancellationToken);

    /// <summary>Finds the documents whose texts fit some words best; see
    /// <see cref="Collection.Search(TextQuery, CancellationToken)"/>.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The hits, best first.</returns>
    /// <exception cref="ZvecException">As for a collection.</exception>
    public IReadOnlyList<SearchHit> Search(TextQuery query, CancellationToken cancellationToken = default) =>
        SearchOne(OperationName.SearchText, query, cancellationToken);

    /// <summary>Finds the documents that several queries together find best; see
    /// <see cref="Collection.Search(HybridQuery, CancellationToken)"/>.</summary>
    /// <param name="query">What to look for, without a <see cref="HybridQuery.Reranker"/>.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The hits, best first, with their fused scores.</returns>
    /// <exception cref="ZvecException">As for a collection.</exception>
    public IReadOnlyList<SearchHit> Search(HybridQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Reranker is not null)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"The hybrid query of collection '{Schema.Name}' has a reranker, which may have to be waited for: call SearchAsync.");
        }

        return _telemetry.Run(OperationName.SearchHybrid, (this, query, cancellationToken), static call =>
        {
            using GatheredSnapshot gathered = call.Item1.GatherFor(call.query.Filter, call.query.Queries);
            return HybridSearcher.Search(gathered.Snapshot, call.query, call.cancellationToken);
        });
    }

    /// <summary>Finds the documents that several queries together find best, and lets a <see cref="HybridQuery.Reranker"/> score them
    /// anew; see <see cref="Collection.SearchAsync(HybridQuery, CancellationToken)"/>.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows; the reranker gets it as well.</param>
    /// <returns>The hits, best first.</returns>
    /// <exception cref="ZvecException">As for a collection.</exception>
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

    /// <summary>Finds the nearest groups of documents; see <see cref="Collection.Search(GroupByQuery, CancellationToken)"/>.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The groups, in the order of their nearest documents.</returns>
    /// <exception cref="ZvecException">As for a collection.</exception>
    public IReadOnlyList<SearchGroup> Search(GroupByQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _telemetry.Run(OperationName.SearchGroups, (this, query, cancellationToken), static call =>
        {
            using GatheredSnapshot gathered = call.Item1.GatherFor(call.query.Query.Filter, [call.query.Query]);
            return GroupSearcher.Search(gathered.Snapshot, call.query, call.cancellationToken);
        });
    }

    /// <summary>Finds the documents that a filter matches, in an order of choice.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The documents, in order.</returns>
    /// <exception cref="ZvecException">As for a collection.</exception>
    public IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _telemetry.Run(OperationName.Query, (this, query, cancellationToken), static call =>
        {
            using GatheredSnapshot gathered = call.Item1.GatherFor(call.query.Filter, []);
            return FilterScan.Query(gathered.Snapshot, call.query, call.cancellationToken);
        });
    }

    /// <summary>Enumerates the documents that a filter matches, as they were when the enumeration began, in no order that can be relied
    /// on.</summary>
    /// <param name="filter">Which documents; null for all.</param>
    /// <param name="includeVectors">Whether the documents hold their vectors; true by default.</param>
    /// <param name="outputFields">The fields that the documents hold; null for all, empty for none.</param>
    /// <returns>The documents, read as they are asked for.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>, when the enumeration begins: the filter does not fit
    /// the schema, or there is no field of a name.</exception>
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

    /// <summary>Counts the documents that a filter matches.</summary>
    /// <param name="filter">Which documents; null for all.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the filter does not fit the schema.</exception>
    public long Count(Filter? filter = null, CancellationToken cancellationToken = default)
    {
        return _telemetry.Run(OperationName.Count, (this, filter, cancellationToken), static call =>
        {
            using GatheredSnapshot gathered = call.Item1.GatherFor(call.filter, []);
            return FilterScan.Count(gathered.Snapshot, call.filter, call.cancellationToken);
        });
    }

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
            var gathered = GatheredSnapshot.Take(set.Catalog.Schema, partitionsOf(set), _open, Acquire, _options.SearchThreads);
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

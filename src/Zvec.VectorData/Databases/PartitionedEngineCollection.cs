using Microsoft.Extensions.Logging;
using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>A partitioned collection.</summary>
internal sealed class PartitionedEngineCollection : IEngineCollection
{
    private readonly PartitionedCollection _collection;
    private readonly RefreshTurns? _refreshing;
    private volatile bool _wasReplaced;

    /// <summary>Takes over a collection.</summary>
    /// <param name="collection">The collection, which is disposed with this.</param>
    /// <param name="refreshInterval">How often it moves on by itself; null for never.</param>
    /// <param name="logger">Told when that fails; null for nobody.</param>
    public PartitionedEngineCollection(PartitionedCollection collection, TimeSpan? refreshInterval, ILogger? logger)
    {
        _collection = collection;
        if (refreshInterval is { } interval)
            _refreshing = new RefreshTurns(() => Refresh(), interval, exception => Log(logger, exception));
    }

    public CollectionSchema Schema => _collection.Schema;

    public bool WasReplaced => _wasReplaced;

    public PartitionedCollection Partitions => _collection;

    public bool Refresh()
    {
        try
        {
            return PartitionedCollection.Exists(_collection.Path) ? _collection.Refresh() : throw new ZvecException(
                ZvecErrorCode.NotFound,
                $"The partitioned collection at '{_collection.Path}' was dropped since it was opened. Open what is there now.");
        }
        catch (ZvecException exception) when (exception.Code is ZvecErrorCode.NotFound or ZvecErrorCode.FailedPrecondition)
        {
            _wasReplaced = true;
            throw;
        }
    }

    public Document? Fetch(DocumentKey key, bool includeVectors) => _collection.Fetch(key, includeVectors);

    public IReadOnlyList<Document?> Fetch(IEnumerable<DocumentKey> keys, bool includeVectors) => _collection.Fetch(keys, includeVectors);

    public IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken) =>
        _collection.Query(query, cancellationToken);

    public IReadOnlyList<SearchHit> Search(VectorQuery query, CancellationToken cancellationToken) =>
        _collection.Search(query, cancellationToken);

    public Task<IReadOnlyList<SearchHit>> SearchAsync(HybridQuery query, CancellationToken cancellationToken) =>
        _collection.SearchAsync(query, cancellationToken);

    public Task<IReadOnlyList<WriteResult>> UpsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken) =>
        _collection.UpsertAsync(documents, cancellationToken);

    public Task<IReadOnlyList<WriteResult>> DeleteAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellationToken) =>
        _collection.DeleteAsync(keys, cancellationToken);

    public Task<long> DeleteAsync(Filter filter, CancellationToken cancellationToken) => _collection.DeleteAsync(filter, cancellationToken);

    public Task OptimizeAsync(CancellationToken cancellationToken) => _collection.OptimizeAsync(cancellationToken);

    public Task<BackupResult> BackupAsync(
        string target, BackupOptions? options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken) =>
        _collection.BackupAsync(target, options, progress, cancellationToken);

    public CollectionStatistics GetStatistics() => Sum(_collection.Partitions.Where(partition => partition.IsAttached));

    public CollectionStatistics GetStatisticsOfOpen() =>
        Sum(_collection.Partitions.Where(partition => partition.IsAttached && partition.IsOpen));

    public Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken) =>
        _collection.AddFieldAsync(field, cancellationToken);

    public Task AddFieldAsync(VectorSchema vector, CancellationToken cancellationToken) =>
        _collection.AddFieldAsync(vector, cancellationToken);

    public Task AlterFieldAsync(string name, FieldSchema field, CancellationToken cancellationToken) =>
        throw StaysWithoutNulls($"field '{name}'");

    public Task AlterFieldAsync(string name, VectorSchema vector, CancellationToken cancellationToken) =>
        throw StaysWithoutNulls($"vector '{name}'");

    public Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken) =>
        _collection.CreateIndexAsync(field, index, cancellationToken);

    public void Dispose()
    {
        _refreshing?.Dispose();
        _collection.Dispose();
    }

    private CollectionStatistics Sum(IEnumerable<PartitionInfo> partitions)
    {
        var states = new List<CollectionStatistics>();
        foreach (PartitionInfo partition in partitions)
        {
            try
            {
                states.Add(_collection.GetPartitionStatistics(partition.Name));
            }
            catch (ZvecException exception) when (exception.Code is ZvecErrorCode.NotFound or ZvecErrorCode.FailedPrecondition)
            {
                if (_collection.Partitions.Any(one => one.Name == partition.Name && one.IsAttached))
                    throw;

                // detached or dropped since they were listed
            }
        }

        return SummedStatistics.Of(states, Schema, _refreshing?.Failure);
    }

    private ZvecException StaysWithoutNulls(string what) => new(
        ZvecErrorCode.NotSupported,
        $"Collection '{Schema.Name}' is partitioned, and its {what} cannot be made to take nulls, as the record has it. Change the record, "
            + "or create the collection anew.");

    private void Log(ILogger? logger, Exception exception)
    {
        if (logger is not null)
            ConnectorLog.RefreshFailed(logger, exception, MaintenanceJob.Refresh, Schema.Name);
    }
}

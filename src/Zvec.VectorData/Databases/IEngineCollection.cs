using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>What operations need of a collection of the engine, whether it is partitioned or not.</summary>
internal interface IEngineCollection : IDisposable
{
    CollectionSchema Schema { get; }

    /// <summary>Whether another collection was found in its place, or none, so that it has to be opened anew.</summary>
    bool WasReplaced { get; }

    /// <summary>The collection's partitions; null when it has none.</summary>
    PartitionedCollection? Partitions { get; }

    bool Refresh();

    Document? Fetch(DocumentKey key, bool includeVectors);

    IReadOnlyList<Document?> Fetch(IEnumerable<DocumentKey> keys, bool includeVectors);

    IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken);

    IReadOnlyList<SearchHit> Search(VectorQuery query, CancellationToken cancellationToken);

    Task<IReadOnlyList<SearchHit>> SearchAsync(HybridQuery query, CancellationToken cancellationToken);

    Task<IReadOnlyList<WriteResult>> UpsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken);

    Task<IReadOnlyList<WriteResult>> DeleteAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellationToken);

    Task<long> DeleteAsync(Filter filter, CancellationToken cancellationToken);

    Task OptimizeAsync(CancellationToken cancellationToken);

    Task<BackupResult> BackupAsync(
        string target, BackupOptions? options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken);

    /// <summary>The state of the whole collection.</summary>
    CollectionStatistics GetStatistics();

    /// <summary>The state of what is open of the collection.</summary>
    CollectionStatistics GetStatisticsOfOpen();

    Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken);

    Task AddFieldAsync(VectorSchema vector, CancellationToken cancellationToken);

    Task AlterFieldAsync(string name, FieldSchema field, CancellationToken cancellationToken);

    Task AlterFieldAsync(string name, VectorSchema vector, CancellationToken cancellationToken);

    Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken);
}

using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>A collection without partitions.</summary>
internal sealed class WholeEngineCollection(Collection collection) : IEngineCollection
{
    public CollectionSchema Schema => collection.Schema;

    public bool WasReplaced => collection.WasReplaced;

    public PartitionedCollection? Partitions => null;

    public bool Refresh() => collection.Refresh();

    public Document? Fetch(DocumentKey key, bool includeVectors) => collection.Fetch(key, includeVectors);

    public IReadOnlyList<Document?> Fetch(IEnumerable<DocumentKey> keys, bool includeVectors) => collection.Fetch(keys, includeVectors);

    public IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken) =>
        collection.Query(query, cancellationToken);

    public IReadOnlyList<SearchHit> Search(VectorQuery query, CancellationToken cancellationToken) =>
        collection.Search(query, cancellationToken);

    public Task<IReadOnlyList<SearchHit>> SearchAsync(HybridQuery query, CancellationToken cancellationToken) =>
        collection.SearchAsync(query, cancellationToken);

    public Task<IReadOnlyList<WriteResult>> UpsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken) =>
        collection.UpsertAsync(documents, cancellationToken);

    public Task<IReadOnlyList<WriteResult>> DeleteAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellationToken) =>
        collection.DeleteAsync(keys, cancellationToken);

    public Task<long> DeleteAsync(Filter filter, CancellationToken cancellationToken) => collection.DeleteAsync(filter, cancellationToken);

    public Task OptimizeAsync(CancellationToken cancellationToken) => collection.OptimizeAsync(cancellationToken);

    public Task<BackupResult> BackupAsync(
        string target, BackupOptions? options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken) =>
        collection.BackupAsync(target, options, progress, cancellationToken);

    public CollectionStatistics GetStatistics() => collection.GetStatistics();

    public CollectionStatistics GetStatisticsOfOpen() => collection.GetStatistics();

    public Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken) =>
        collection.AddFieldAsync(field, cancellationToken);

    public Task AddFieldAsync(VectorSchema vector, CancellationToken cancellationToken) =>
        collection.AddFieldAsync(vector, cancellationToken);

    public Task AlterFieldAsync(string name, FieldSchema field, CancellationToken cancellationToken) =>
        collection.AlterFieldAsync(name, field, cancellationToken);

    public Task AlterFieldAsync(string name, VectorSchema vector, CancellationToken cancellationToken) =>
        collection.AlterFieldAsync(name, vector, cancellationToken);

    public Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken) =>
        collection.CreateIndexAsync(field, index, cancellationToken);

    public void Dispose() => collection.Dispose();
}

using System.Diagnostics.CodeAnalysis;
using Zvec.Engine;

namespace Zvec.Cli.Collections;

/// <summary>What commands about documents need of a collection, whether it is partitioned or not.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The field's word for a set of documents.")]
internal abstract class OpenedCollection : IDisposable
{
    public abstract string Path { get; }

    public abstract CollectionSchema Schema { get; }

    /// <summary>The partitions; null for a collection that is not partitioned.</summary>
    public virtual IReadOnlyList<PartitionInfo>? Partitions => null;

    /// <summary>Opens the collection of a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="readOnly">Whether to open it for reading only.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is none; or as opening it.</exception>
    public static OpenedCollection Open(string path, bool readOnly)
    {
        var options = new CollectionOptions { ReadOnly = readOnly };
        CollectionFolder.CheckExists(path);
        return PartitionedCollection.Exists(path)
            ? new ManyPartitions(PartitionedCollection.Open(path, new PartitionedCollectionOptions { Partition = options }))
            : new SingleCollection(Collection.Open(path, options));
    }

    public abstract IReadOnlyList<Document?> Fetch(IEnumerable<DocumentKey> keys, bool includeVectors);

    public abstract IReadOnlyList<SearchHit> Search(VectorQuery query, CancellationToken cancellationToken);

    public abstract IReadOnlyList<SearchHit> Search(TextQuery query, CancellationToken cancellationToken);

    public abstract IReadOnlyList<SearchHit> Search(HybridQuery query, CancellationToken cancellationToken);

    public abstract IReadOnlyList<SearchGroup> Search(GroupByQuery query, CancellationToken cancellationToken);

    public abstract IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken);

    public abstract IEnumerable<Document> Scan(Filter? filter, bool includeVectors);

    public abstract long Count(Filter? filter, CancellationToken cancellationToken);

    public abstract Task<IReadOnlyList<WriteResult>> InsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken);

    public abstract Task<IReadOnlyList<WriteResult>> UpsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken);

    public abstract Task<IReadOnlyList<WriteResult>> UpdateAsync(IEnumerable<Document> documents, CancellationToken cancellationToken);

    public abstract Task<IReadOnlyList<WriteResult>> DeleteAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellationToken);

    public abstract Task<long> DeleteAsync(Filter filter, CancellationToken cancellationToken);

    public abstract Task OptimizeAsync(CancellationToken cancellationToken);

    public abstract Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken);

    public abstract Task AddFieldAsync(VectorSchema field, CancellationToken cancellationToken);

    public abstract Task DropFieldAsync(string field, CancellationToken cancellationToken);

    public abstract Task RenameFieldAsync(string field, string newName, CancellationToken cancellationToken);

    public abstract Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken);

    public abstract Task CreateIndexAsync(string field, VectorIndexOptions index, CancellationToken cancellationToken);

    public abstract Task DropIndexAsync(string field, CancellationToken cancellationToken);

    public abstract Task<BackupResult> BackupAsync(
        string target, BackupOptions options, IProgress<BackupProgress> progress, CancellationToken cancellationToken);

    /// <summary>The state of each of the collections that it is made of, with the name of the partition; null for that of one that is
    /// not partitioned. Detached partitions are left out.</summary>
    public abstract IEnumerable<(string? Partition, CollectionStatistics Statistics)> Statistics();

    public abstract void Dispose();
}

using System.Diagnostics.CodeAnalysis;
using Zvec.Engine;

namespace Zvec.Cli.Collections;

/// <summary>A collection that is not partitioned.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The field's word for a set of documents.")]
internal sealed class SingleCollection(Collection collection) : OpenedCollection
{
    public override string Path => collection.Path;

    public override CollectionSchema Schema => collection.Schema;

    public override IReadOnlyList<Document?> Fetch(IEnumerable<DocumentKey> keys, bool includeVectors) =>
        collection.Fetch(keys, includeVectors);

    public override IReadOnlyList<SearchHit> Search(VectorQuery query, CancellationToken cancellationToken) =>
        collection.Search(query, cancellationToken);

    public override IReadOnlyList<SearchHit> Search(TextQuery query, CancellationToken cancellationToken) =>
        collection.Search(query, cancellationToken);

    public override IReadOnlyList<SearchHit> Search(HybridQuery query, CancellationToken cancellationToken) =>
        collection.Search(query, cancellationToken);

    public override IReadOnlyList<SearchGroup> Search(GroupByQuery query, CancellationToken cancellationToken) =>
        collection.Search(query, cancellationToken);

    public override IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken) =>
        collection.Query(query, cancellationToken);

    public override IEnumerable<Document> Scan(Filter? filter, bool includeVectors) => collection.Scan(filter, includeVectors);

    public override long Count(Filter? filter, CancellationToken cancellationToken) => collection.Count(filter, cancellationToken);

    public override Task<IReadOnlyList<WriteResult>> InsertAsync(
        IEnumerable<Document> documents, CancellationToken cancellationToken) => collection.InsertAsync(documents, cancellationToken);

    public override Task<IReadOnlyList<WriteResult>> UpsertAsync(
        IEnumerable<Document> documents, CancellationToken cancellationToken) => collection.UpsertAsync(documents, cancellationToken);

    public override Task<IReadOnlyList<WriteResult>> UpdateAsync(
        IEnumerable<Document> documents, CancellationToken cancellationToken) => collection.UpdateAsync(documents, cancellationToken);

    public override Task<IReadOnlyList<WriteResult>> DeleteAsync(
        IEnumerable<DocumentKey> keys, CancellationToken cancellationToken) => collection.DeleteAsync(keys, cancellationToken);

    public override Task<long> DeleteAsync(Filter filter, CancellationToken cancellationToken) =>
        collection.DeleteAsync(filter, cancellationToken);

    public override Task OptimizeAsync(CancellationToken cancellationToken) => collection.OptimizeAsync(cancellationToken);

    public override Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken) =>
        collection.AddFieldAsync(field, cancellationToken);

    public override Task AddFieldAsync(VectorSchema field, CancellationToken cancellationToken) =>
        collection.AddFieldAsync(field, cancellationToken);

    public override Task DropFieldAsync(string field, CancellationToken cancellationToken) =>
        collection.DropFieldAsync(field, cancellationToken);

    public override Task RenameFieldAsync(string field, string newName, CancellationToken cancellationToken) =>
        collection.RenameFieldAsync(field, newName, cancellationToken);

    public override Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken) =>
        collection.CreateIndexAsync(field, index, cancellationToken);

    public override Task CreateIndexAsync(string field, VectorIndexOptions index, CancellationToken cancellationToken) =>
        collection.CreateIndexAsync(field, index, cancellationToken);

    public override Task DropIndexAsync(string field, CancellationToken cancellationToken) =>
        collection.DropIndexAsync(field, cancellationToken);

    public override Task<BackupResult> BackupAsync(
        string target, BackupOptions options, IProgress<BackupProgress> progress, CancellationToken cancellationToken) =>
        collection.BackupAsync(target, options, progress, cancellationToken);

    public override IEnumerable<(string? Partition, CollectionStatistics Statistics)> Statistics() =>
        [(null, collection.GetStatistics())];

    public override void Dispose() => collection.Dispose();
}

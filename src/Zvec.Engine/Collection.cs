namespace Zvec.Engine;

#pragma warning disable
/// <summary>STUB, replaced by the real one.</summary>
public sealed class Collection : IDisposable
{
    public string Path => throw new NotImplementedException();
    public CollectionSchema Schema => throw new NotImplementedException();
    public static bool Exists(string path) => throw new NotImplementedException();
    public static Collection Create(string path, CollectionSchema schema, CollectionOptions? options = null) => throw new NotImplementedException();
    public static Collection Open(string path, CollectionOptions? options = null) => throw new NotImplementedException();
    public static Collection OpenOrCreate(string path, CollectionSchema schema, CollectionOptions? options = null) => throw new NotImplementedException();
    /// <summary>Deletes all files; NotFound when there is none, Locked when open for writing.</summary>
    public static void Drop(string path) => throw new NotImplementedException();
    public Task<IReadOnlyList<WriteResult>> InsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task<IReadOnlyList<WriteResult>> UpsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task<IReadOnlyList<WriteResult>> UpdateAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task<IReadOnlyList<WriteResult>> DeleteAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Document? Fetch(DocumentKey key, bool includeVectors = true) => throw new NotImplementedException();
    public IReadOnlyList<Document?> Fetch(IEnumerable<DocumentKey> keys, bool includeVectors = true) => throw new NotImplementedException();
    public IReadOnlyList<SearchHit> Search(VectorQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public IEnumerable<Document> Scan(Filter? filter = null, bool includeVectors = true) => throw new NotImplementedException();
    /// <summary>Adds a nullable field; documents that are there have null.</summary>
    public Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    /// <summary>Adds a nullable vector field.</summary>
    public Task AddFieldAsync(VectorSchema field, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task FlushAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public Task OptimizeAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();
    public CollectionStatistics GetStatistics() => throw new NotImplementedException();
    public void Dispose() => throw new NotImplementedException();
}

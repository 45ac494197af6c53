using System.Diagnostics.CodeAnalysis;

namespace Zvec.Engine;

/// <summary>What a <see cref="Collection"/> and a <see cref="PartitionedCollection"/> have in common, for programs that work with
/// either.</summary>
/// <remarks>Thread-safe. After an awaited write every later read sees it. After <see cref="IDisposable.Dispose"/> every member throws
/// <see cref="ObjectDisposedException"/>.</remarks>
[SuppressMessage("Naming", "CA1711", Justification = "The field's word for a set of documents.")]
public interface IDocumentCollection : IDisposable
{
    /// <summary>The directory that holds the collection.</summary>
    string Path { get; }

    /// <summary>What the documents look like.</summary>
    CollectionSchema Schema { get; }

    /// <summary>Whether the last refresh found that the collection was dropped, or that another one was put in its place: the state
    /// shown is the last one, and there will be no newer one until the collection is opened anew. Always false for a collection that is
    /// open for writing.</summary>
    bool WasReplaced { get; }

    /// <summary>Fetches a document by its key.</summary>
    /// <param name="key">The key, of the collection's key type.</param>
    /// <param name="includeVectors">Whether the document holds its vectors; true by default.</param>
    /// <param name="outputFields">The fields that the document holds; null for all, empty for none.</param>
    /// <returns>The document, or null when there is none.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the key has another type, or there is no field of a
    /// name.</exception>
    Document? Fetch(DocumentKey key, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null);

    /// <summary>Fetches documents by their keys, from one state of the collection.</summary>
    /// <param name="keys">The keys, of the collection's key type.</param>
    /// <param name="includeVectors">Whether the documents hold their vectors; true by default.</param>
    /// <param name="outputFields">The fields that the documents hold; null for all, empty for none.</param>
    /// <returns>A document per key, in order; null where there is none.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a key has another type, or there is no field of a
    /// name.</exception>
    IReadOnlyList<Document?> Fetch(
        IEnumerable<DocumentKey> keys, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null);

    /// <summary>Finds the documents whose vectors are nearest to a given one, or to that of a document in the collection.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The hits, nearest first; fewer than asked when the collection or the filter has no more.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such vector field, or no document of the query's
    /// key with a vector. <see cref="ZvecErrorCode.DimensionMismatch"/>: the vector has another number of dimensions.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: a number is out of range, an element is not finite, or the filter does not fit the
    /// schema.</exception>
    IReadOnlyList<SearchHit> Search(VectorQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds the documents whose texts fit some words best.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The hits, best first, of those that score alike the older first; fewer than asked when no more documents fit.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such field.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the field has no text index, the query cannot be read (the message says at which
    /// column), a number is out of range, or the filter does not fit the schema.</exception>
    IReadOnlyList<SearchHit> Search(TextQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds the documents that several queries together find best.</summary>
    /// <param name="query">What to look for, without a <see cref="HybridQuery.Reranker"/>.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The hits, best first, with their fused scores.</returns>
    /// <exception cref="ZvecException">As each query by itself, and <see cref="ZvecErrorCode.InvalidArgument"/>: a number is out of range,
    /// there are no queries, the weights are not as many as these, or there is a reranker.</exception>
    IReadOnlyList<SearchHit> Search(HybridQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds the groups of documents, by the value of a field, whose vectors are nearest to a given one, and the nearest documents
    /// of each.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The groups, in the order of their nearest documents; fewer than asked when there are no more.</returns>
    /// <exception cref="ZvecException">As <see cref="Search(VectorQuery, CancellationToken)"/>, and
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the field to group by is unknown, a vector or an array.</exception>
    IReadOnlyList<SearchGroup> Search(GroupByQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds the documents that several queries together find best, and lets a <see cref="HybridQuery.Reranker"/> score the best
    /// of them anew, where the query has one.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows; the reranker gets it as well.</param>
    /// <returns>The hits, best first, with their fused scores or those of the reranker.</returns>
    /// <remarks>The collection is searched before the call returns, on the caller's thread. The reranker is called after that, outside of
    /// any lock; what it throws passes as it is.</remarks>
    /// <exception cref="ZvecException">As <see cref="Search(HybridQuery, CancellationToken)"/>, and
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the reranker did not return a score for each document.</exception>
    Task<IReadOnlyList<SearchHit>> SearchAsync(HybridQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds the documents that a filter matches, in an order of choice.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The documents, in order.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a number is out of range, or the filter or the ordering
    /// does not fit the schema.</exception>
    IReadOnlyList<Document> Query(FilterQuery query, CancellationToken cancellationToken = default);

    /// <summary>Enumerates the documents that a filter matches, as they were when the enumeration began, in no order that can be relied
    /// on.</summary>
    /// <param name="filter">Which documents; null for all.</param>
    /// <param name="includeVectors">Whether the documents hold their vectors; true by default.</param>
    /// <param name="outputFields">The fields that the documents hold; null for all, empty for none.</param>
    /// <returns>The documents, read as they are asked for. An enumeration keeps its snapshot, and with it files that merging replaced,
    /// until it ends or is disposed.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>, when the enumeration begins: the filter does not fit
    /// the schema, or there is no field of a name.</exception>
    IEnumerable<Document> Scan(Filter? filter = null, bool includeVectors = true, IReadOnlyCollection<string>? outputFields = null);

    /// <summary>Counts the documents that a filter matches.</summary>
    /// <param name="filter">Which documents; null for all.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the filter does not fit the schema.</exception>
    long Count(Filter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Counts the documents that a filter matches, on a thread of the pool.</summary>
    /// <param name="filter">Which documents; null for all.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the filter does not fit the schema.</exception>
    Task<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Inserts documents whose keys are new.</summary>
    /// <param name="documents">The documents; all are checked first, and an invalid one fails the call before anything is written. What is
    /// inserted is atomic: a crash keeps all of it or none.</param>
    /// <param name="cancellationToken">Cancels the call before the documents are queued; later it has no effect.</param>
    /// <returns>A result per document, in order; <see cref="ZvecErrorCode.AlreadyExists"/> where the key existed, also earlier in the same
    /// call.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/> or <see cref="ZvecErrorCode.DimensionMismatch"/>: a
    /// document does not fit the schema. <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    Task<IReadOnlyList<WriteResult>> InsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default);

    /// <summary>Writes documents, each in place of the one with the same key if there is one. A field or vector that is left out becomes
    /// null.</summary>
    /// <param name="documents">The documents, checked and atomic as for <see cref="InsertAsync"/>; of several with the same key the last
    /// one stays.</param>
    /// <param name="cancellationToken">Cancels the call before the documents are queued; later it has no effect.</param>
    /// <returns>A result per document, in order.</returns>
    /// <exception cref="ZvecException">As for <see cref="InsertAsync"/>.</exception>
    Task<IReadOnlyList<WriteResult>> UpsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default);

    /// <summary>Changes the given fields and vectors of existing documents and leaves the others as they are; an array or vector is
    /// replaced as a whole.</summary>
    /// <param name="documents">Keys with the fields to change, checked and atomic as for <see cref="InsertAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call before the documents are queued; later it has no effect.</param>
    /// <returns>A result per document, in order; <see cref="ZvecErrorCode.NotFound"/> where there is none with the key.</returns>
    /// <exception cref="ZvecException">As for <see cref="InsertAsync"/>.</exception>
    Task<IReadOnlyList<WriteResult>> UpdateAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default);

    /// <summary>Deletes documents by key.</summary>
    /// <param name="keys">The keys; the deletion is atomic.</param>
    /// <param name="cancellationToken">Cancels the call before it is queued; later it has no effect.</param>
    /// <returns>A result per key, in order; <see cref="ZvecErrorCode.NotFound"/> where there is no document.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a key has another type than the collection's.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    Task<IReadOnlyList<WriteResult>> DeleteAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellationToken = default);

    /// <summary>Deletes the documents that a filter matches.</summary>
    /// <param name="filter">Which documents; <see cref="Filter.All"/> for all. One that matches all because it has no conditions, as
    /// <see cref="Filter.And"/> of none, is taken for a mistake.</param>
    /// <param name="cancellationToken">Cancels the call before it is queued; later it has no effect.</param>
    /// <returns>The number of documents deleted.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the filter does not fit the schema, or is empty.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    Task<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default);

    /// <summary>Moves everything that was written into segments on disk, durable whatever <see cref="CollectionOptions.Durability"/> says,
    /// and empties the log. Never needed: a write is safe when it is acknowledged.</summary>
    /// <param name="cancellationToken">Cancels; what is not in a segment by then stays in memory and in the log.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>Brings the collection into its best state now: one segment on disk without deleted documents, with every index built; as
    /// few as possible where <see cref="CollectionOptions.MaxMemory"/> does not allow the graph of one. Never needed: maintenance gets near
    /// it by itself. Reads and writes go on meanwhile.</summary>
    /// <param name="cancellationToken">Cancels; the collection then is as good as it was before.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    Task OptimizeAsync(CancellationToken cancellationToken = default);

    /// <summary>Moves a collection that was opened with <see cref="CollectionOptions.ReadOnly"/> on to the newest state: every write that
    /// was acknowledged before this call is seen.</summary>
    /// <returns>Whether there was a newer state. Always false for a collection that is open for writing, which sees its writes without
    /// this.</returns>
    /// <remarks>Reads go on meanwhile, and what began before sees the state that it began with. When it fails, the collection goes on
    /// showing the state that it had, and a later call may succeed.</remarks>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: the collection was dropped.
    /// <see cref="ZvecErrorCode.FailedPrecondition"/>: another collection, or an older state of it, was put in its place; open it anew.
    /// <see cref="ZvecErrorCode.DataCorruption"/> or <see cref="ZvecErrorCode.UnsupportedFormat"/>: a file is damaged, or of a newer
    /// version.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    bool Refresh();

    /// <summary>The state of the collection at this moment: what it holds, takes and lacks, and what maintenance has done. Of a partitioned
    /// collection these are <see cref="PartitionedCollectionStatistics"/>.</summary>
    /// <param name="openPartitions">Whether partitions that are not open are opened for it; true by default. Without it, and for a
    /// collection without partitions, nothing is waited for and no file read.</param>
    CollectionStatistics GetStatistics(bool openPartitions = true);

    /// <summary>Copies the collection into a folder, as it is at the moment of the call; a partitioned one partition by partition, each as
    /// it is when its turn comes. Every write that was acknowledged before is in the copy. Reads, writes and maintenance go on meanwhile
    /// and wait for nothing. The copy is read back and compared with its checksums before it counts.</summary>
    /// <param name="target">The folder: missing, empty, or with an older backup of this collection. Not in the collection's own.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    /// <returns>What the backup holds and what it took.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the folder holds other files, or is the collection's
    /// own. <see cref="ZvecErrorCode.FailedPrecondition"/>: it holds a collection, or a backup of another one or of a newer state; nothing
    /// was changed. <see cref="ZvecErrorCode.Locked"/>: it is open for writing, or another backup to it is under way.
    /// <see cref="ZvecErrorCode.DataCorruption"/>: a file of the collection is damaged.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    Task<BackupResult> BackupAsync(
        string target,
        BackupOptions? options = null,
        IProgress<BackupProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <summary>Adds a field that may be null; the documents that are there have null.</summary>
    /// <param name="field">The field; nullable.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is a field of that name.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the field is not nullable, or breaks a rule of schemas.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken = default);

    /// <summary>Adds a vector field that may be missing; the documents that are there do not have it.</summary>
    /// <param name="field">The vector field; nullable.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException">As for <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    Task AddFieldAsync(VectorSchema field, CancellationToken cancellationToken = default);

    /// <summary>Drops a field or vector field with its values and indexes. The space is given back when no snapshot reads them any
    /// more.</summary>
    /// <param name="field">The name; not of a field that documents are partitioned by.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such field.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: it is the only one, or documents are partitioned by it.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    Task DropFieldAsync(string field, CancellationToken cancellationToken = default);

    /// <summary>Renames a field or vector field; no value is touched. A rule by which documents are partitioned follows.</summary>
    /// <param name="field">The name as it is.</param>
    /// <param name="newName">The name as it is to be.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such field.
    /// <see cref="ZvecErrorCode.AlreadyExists"/>: another field has the new name. <see cref="ZvecErrorCode.InvalidArgument"/>: the new name
    /// breaks a rule of schemas. <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    Task RenameFieldAsync(string field, string newName, CancellationToken cancellationToken = default);

    /// <summary>Gives a field an index, in place of the one that it has; returns when the index is built for all documents on
    /// disk.</summary>
    /// <param name="field">A scalar or array field.</param>
    /// <param name="index">The index.</param>
    /// <param name="cancellationToken">Cancels the call; what is not built by then is built in the background.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such field.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the field's type cannot have that index. <see cref="ZvecErrorCode.ReadOnly"/>: the
    /// collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken = default);

    /// <summary>Gives a vector field an index, in place of the one that it has; returns when the index is built for all documents on
    /// disk.</summary>
    /// <param name="field">A vector field.</param>
    /// <param name="index">The index, also for another metric.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such vector field.
    /// <see cref="ZvecErrorCode.InvalidArgument"/> or <see cref="ZvecErrorCode.NotSupported"/>: the field cannot have that index.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    Task CreateIndexAsync(string field, VectorIndexOptions index, CancellationToken cancellationToken = default);

    /// <summary>Takes a field's index away. A vector field keeps its metric, and is searched exactly by a scan then.</summary>
    /// <param name="field">A field or vector field; one without an index stays as it is.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such field.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    Task DropIndexAsync(string field, CancellationToken cancellationToken = default);
}

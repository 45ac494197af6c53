using Zvec.Engine.Filters;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <summary>Inserts documents whose keys are new.</summary>
    /// <param name="documents">The documents; all are checked first, and an invalid one fails the call before anything is written. What is
    /// inserted is atomic: a crash keeps all of it or none.</param>
    /// <param name="cancellationToken">Cancels the call before the documents are queued; later it has no effect.</param>
    /// <returns>A result per document, in order; <see cref="ZvecErrorCode.AlreadyExists"/> where the key existed, also earlier in the same
    /// call.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/> or <see cref="ZvecErrorCode.DimensionMismatch"/>: a
    /// document does not fit the schema.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    public Task<IReadOnlyList<WriteResult>> InsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) =>
        WriteAsync(DocumentWriteKind.Insert, documents, cancellationToken);

    /// <summary>Writes documents, each in place of the one with the same key if there is one. A field or vector that is left out becomes
    /// null.</summary>
    /// <param name="documents">The documents, checked and atomic as for <see cref="InsertAsync"/>; of several with the same key the last
    /// one stays.</param>
    /// <param name="cancellationToken">Cancels the call before the documents are queued; later it has no effect.</param>
    /// <returns>A result per document, in order.</returns>
    /// <exception cref="ZvecException">As for <see cref="InsertAsync"/>.</exception>
    public Task<IReadOnlyList<WriteResult>> UpsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) =>
        WriteAsync(DocumentWriteKind.Upsert, documents, cancellationToken);

    /// <summary>Changes the given fields and vectors of existing documents and leaves the others as they are; an array or vector is
    /// replaced as a whole.</summary>
    /// <param name="documents">Keys with the fields to change, checked and atomic as for <see cref="InsertAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call before the documents are queued; later it has no effect.</param>
    /// <returns>A result per document, in order; <see cref="ZvecErrorCode.NotFound"/> where there is none with the key.</returns>
    /// <exception cref="ZvecException">As for <see cref="InsertAsync"/>.</exception>
    public Task<IReadOnlyList<WriteResult>> UpdateAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) =>
        WriteAsync(DocumentWriteKind.Update, documents, cancellationToken);

    /// <summary>Deletes documents by key.</summary>
    /// <param name="keys">The keys; the deletion is atomic.</param>
    /// <param name="cancellationToken">Cancels the call before it is queued; later it has no effect.</param>
    /// <returns>A result per key, in order; <see cref="ZvecErrorCode.NotFound"/> where there is no document.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a key has another type than the collection's.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    public Task<IReadOnlyList<WriteResult>> DeleteAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        CollectionWriter writer = WriterOrThrow();
        cancellationToken.ThrowIfCancellationRequested();
        DocumentKey[] all = [.. keys];
        foreach (DocumentKey key in all)
            _store.Form.Normalizer.CheckKey(key);
        return EnqueueAsync(OperationName.Delete, all.Length, writer, new KeyDelete(all));
    }

    /// <summary>Deletes the documents that a filter matches.</summary>
    /// <param name="filter">Which documents; <see cref="Filter.All"/> for all. One that matches all because it has no conditions, as
    /// <see cref="Filter.And"/> of none, is taken for a mistake.</param>
    /// <param name="cancellationToken">Cancels the call before it is queued; later it has no effect.</param>
    /// <returns>The number of documents deleted.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the filter does not fit the schema, or is empty.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    public Task<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        CollectionWriter writer = WriterOrThrow();
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfWithoutConditions(filter, Schema);
        return EnqueueAsync(OperationName.DeleteByFilter, batchSize: 1, writer, new FilterDelete(filter));
    }

    /// <exception cref="ZvecException">A filter to delete by matches all because it has no conditions.</exception>
    internal static void ThrowIfWithoutConditions(Filter filter, CollectionSchema schema)
    {
        if (filter is AndFilter { Operands.Count: 0 } or NotFilter { Operand: OrFilter { Operands.Count: 0 } })
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"The filter to delete documents of collection '{schema.Name}' by has no conditions, and would delete all of them. "
                    + "Use Filter.All if that is what is meant.");
        }
    }

    private static string NameOf(DocumentWriteKind kind) => kind switch
    {
        DocumentWriteKind.Insert => OperationName.Insert,
        DocumentWriteKind.Update => OperationName.Update,
        _ => OperationName.Upsert,
    };

    private Task<T> EnqueueAsync<T>(string operation, int batchSize, CollectionWriter writer, WriteRequest<T> request) =>
        _telemetry.RunAsync(operation, batchSize, (writer, request), static call =>
        {
            call.writer.Enqueue(call.request);
            return call.request.Task;
        });

    private Task<IReadOnlyList<WriteResult>> WriteAsync(
        DocumentWriteKind kind, IEnumerable<Document> documents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(documents);
        CollectionWriter writer = WriterOrThrow();
        cancellationToken.ThrowIfCancellationRequested();
        Document[] all = [.. documents];
        return all.Length == 0
            ? Task.FromResult<IReadOnlyList<WriteResult>>([])
            : _telemetry.RunAsync(NameOf(kind), all.Length, (this, writer, kind, all), static call =>
            {
                (Collection collection, CollectionWriter writer, DocumentWriteKind kind, Document[] all) = call;
                var request = new DocumentWrite(kind, all, collection._store.Form, collection._store.Memory);
                writer.Enqueue(request);
                return request.Task;
            });
    }

    private CollectionWriter WriterOrThrow()
    {
        string name = Schema.Name;
        return _writer ?? throw new ZvecException(
            ZvecErrorCode.ReadOnly, $"Collection '{name}' at '{Path}' was opened for reading only. "
                + "Open it without CollectionOptions.ReadOnly to write.");
    }
}

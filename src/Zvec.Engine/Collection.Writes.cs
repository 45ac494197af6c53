using Zvec.Engine.Filters;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> InsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) =>
        WriteAsync(DocumentWriteKind.Insert, documents, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> UpsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) =>
        WriteAsync(DocumentWriteKind.Upsert, documents, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> UpdateAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) =>
        WriteAsync(DocumentWriteKind.Update, documents, cancellationToken);

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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

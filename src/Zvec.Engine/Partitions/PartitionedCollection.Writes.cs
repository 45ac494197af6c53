using Zvec.Engine.Documents;
using Zvec.Engine.Partitions;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class PartitionedCollection
{
    /// <inheritdoc/>
    /// <remarks>The keys are new if no partition has them. What is written is atomic in each partition, not in all together. As every
    /// write, it fails with <see cref="ZvecErrorCode.FailedPrecondition"/> when a document belongs to a partition that is detached, and
    /// with <see cref="ZvecErrorCode.NotFound"/> when there is none and <see cref="PartitionedCollectionOptions.CreatePartitions"/> is
    /// false.</remarks>
    public Task<IReadOnlyList<WriteResult>> InsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) =>
        WriteAsync(OperationName.Insert, DocumentWriteKind.Insert, documents, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The document with the same key may be in another partition. See <see cref="InsertAsync"/>.</remarks>
    public Task<IReadOnlyList<WriteResult>> UpsertAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) =>
        WriteAsync(OperationName.Upsert, DocumentWriteKind.Upsert, documents, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A document whose partition changes by it moves. See <see cref="InsertAsync"/>.</remarks>
    public Task<IReadOnlyList<WriteResult>> UpdateAsync(IEnumerable<Document> documents, CancellationToken cancellationToken = default) =>
        WriteAsync(OperationName.Update, DocumentWriteKind.Update, documents, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> DeleteAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellationToken = default) =>
        MeasureAsync(OperationName.Delete, keys, all => _writer.DeleteAsync(all, cancellationToken));

    /// <inheritdoc/>
    /// <remarks>Works through the partitions that the filter may match, and can be cancelled between two of them. To delete all of a
    /// partition, drop it.</remarks>
    public Task<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ThrowIfReadOnly();
        Collection.ThrowIfWithoutConditions(filter, Schema);
        return _telemetry.RunAsync(OperationName.DeleteByFilter, batchSize: 1, (this, filter, cancellationToken), static async call =>
        {
            (PartitionedCollection parts, Filter filter, CancellationToken cancellationToken) = call;
            long deleted = 0;
            await parts.ForEachAsync(
                Matching(parts._set, filter),
                async partition => deleted += await partition.DeleteAsync(filter, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            return deleted;
        });
    }

    /// <inheritdoc/>
    /// <remarks>Works through all partitions, one after the other.</remarks>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfReadOnly();
        return _telemetry.RunAsync(
            OperationName.Flush,
            (this, cancellationToken),
            static call => call.Item1.ForEachAsync(
                call.Item1._set.Attached, partition => partition.FlushAsync(call.cancellationToken), call.cancellationToken));
    }

    /// <inheritdoc/>
    /// <remarks>Works through all partitions, one after the other.</remarks>
    public Task OptimizeAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfReadOnly();
        return _telemetry.RunAsync(
            OperationName.Optimize,
            (this, cancellationToken),
            static call => call.Item1.ForEachAsync(
                call.Item1._set.Attached, partition => partition.OptimizeAsync(call.cancellationToken), call.cancellationToken));
    }

    /// <summary>How documents are checked.</summary>
    internal DocumentForm Form => _set.Form;

    /// <summary>Makes the partition of a name, if it does not exist. Nobody holds a partition meanwhile: one that is being dropped waits
    /// for
    /// those who do, and keeps others from being made.</summary>
    /// <exception cref="ZvecException">It takes no writes, or is not to be made.</exception>
    internal async Task PrepareForWriteAsync(string name, CancellationToken cancellationToken)
    {
        PartitionHandle partition = _set.Find(name) ?? await MakeForWriteAsync(name, cancellationToken).ConfigureAwait(false);
        if (!partition.Record.IsAttached)
        {
            throw new ZvecException(
                ZvecErrorCode.FailedPrecondition,
                $"Partition '{name}' of collection '{Schema.Name}' is detached and takes no writes. Attach it with AttachPartitionAsync.");
        }
    }

    /// <summary>Takes hold of the partition of a name.</summary>
    /// <returns>Null when it was detached or dropped since it was prepared.</returns>
    internal PartitionLease? TryRentForWrite(string name) => Find(name) is { } partition ? _open.TryRent(partition) : null;

    /// <summary>Takes hold of a partition that documents were found in.</summary>
    internal PartitionLease? TryRent(PartitionHandle partition) => _open.TryRent(partition);

    internal PartitionHandle? Find(string name) => _set.Find(name) is { Record.IsAttached: true } partition ? partition : null;

    internal void ThrowIfReadOnly()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(PartitionedCollection));
        if (_options.Partition.ReadOnly)
        {
            throw new ZvecException(
                ZvecErrorCode.ReadOnly,
                $"Collection '{Schema.Name}' at '{Path}' was opened for reading only. Open it without "
                    + "CollectionOptions.ReadOnly to write.");
        }

        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw new ZvecException(
                ZvecErrorCode.ReadOnly,
                $"Collection '{Schema.Name}' at '{Path}' takes no more writes, because its list of partitions could not be written "
                    + $"({failure.Message}). Remove the cause and open it again.",
                failure);
        }
    }

    private Task<IReadOnlyList<WriteResult>> WriteAsync(
        string operation, DocumentWriteKind kind, IEnumerable<Document> documents, CancellationToken cancellationToken) =>
        MeasureAsync(operation, documents, all => _writer.WriteAsync(kind, all, cancellationToken));

    private Task<IReadOnlyList<WriteResult>> MeasureAsync<T>(
        string operation, IEnumerable<T> items, Func<T[], Task<IReadOnlyList<WriteResult>>> write)
    {
        ArgumentNullException.ThrowIfNull(items);
        T[] all = [.. items];
        return all.Length == 0 ? write(all) : _telemetry.RunAsync(operation, all.Length, (all, write), static call => call.write(call.all));
    }

    private async Task ForEachAsync(
        IReadOnlyList<PartitionHandle> partitions, Func<Collection, Task> action, CancellationToken cancellationToken)
    {
        foreach (PartitionHandle partition in partitions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_open.TryRent(partition) is not { } lease)
                continue;
            using (lease)
            {
                await BringUpAsync(partition, lease.Collection, cancellationToken).ConfigureAwait(false);
                await action(lease.Collection).ConfigureAwait(false);
            }
        }
    }
}

using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <summary>Copies the documents into a new collection: with another schema, as this one's cannot be changed everywhere; in the newest
    /// format; without what deletions left behind.</summary>
    /// <remarks>
    /// <para>The copy is of one moment, that of the call; reads and writes go on meanwhile. It takes memory for a batch of documents and
    /// what the new collection holds, and disk space for the copy.</para>
    /// <para>The new collection is built in the folder <c>target.copying</c> and renamed into place when it is complete and durable:
    /// whatever ends the copy before, there is no target. What a crash leaves of that folder is removed by the next copy to the same
    /// target, which begins anew.</para>
    /// </remarks>
    /// <param name="target">The directory of the new collection, which must not exist yet; its parent is made when missing.</param>
    /// <param name="options">What to make of the documents; null for an exact copy.</param>
    /// <param name="progress">Told after each batch of documents, on a thread of the copy; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the copy; nothing of it stays.</param>
    /// <returns>The number of documents written and dropped.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is something at the target, or two documents got
    /// one key. <see cref="ZvecErrorCode.NotFound"/>: there is no field to rename. <see cref="ZvecErrorCode.InvalidArgument"/> or
    /// <see cref="ZvecErrorCode.DimensionMismatch"/>: a field, or the value of a document, does not fit the new schema; the message names
    /// document and field. <see cref="ZvecErrorCode.Locked"/>: another copy to the target is under way.</exception>
    public Task<CopyResult> CopyAsync(
        string target,
        CopyOptions? options = null,
        IProgress<CopyProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        CopyToAsync(DiskFor(options?.Options), target, options ?? new CopyOptions(), progress, cancellationToken);

    /// <summary>Copies the documents into a new collection on a file system.</summary>
    internal Task<CopyResult> CopyToAsync(
        IFileSystem fileSystem, string target, CopyOptions options, IProgress<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        ArgumentNullException.ThrowIfNull(options.Rename);
        string path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target));
        var copier = new CollectionCopier(fileSystem, _files.Root, path, options);
        return _telemetry.RunAsync(OperationName.Copy, batchSize: 0, (_store, copier, progress, cancellationToken), static call =>
        {
            SnapshotLease lease = call._store.Acquire();
            return Task.Run(
                async () =>
                {
                    using (lease)
                        return await call.copier.CopyAsync(lease.Snapshot, call.progress, call.cancellationToken).ConfigureAwait(false);
                },
                CancellationToken.None);
        });
    }
}

using Zvec.Engine.Copying;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine;

/// <summary>Writes the documents of a snapshot into a new collection, beside its place, and puts it there in one step.</summary>
/// <remarks>
/// <code>
/// target.copying/
///   COPYING       held by the process that copies; says that the folder is ours to clear
///   collection/   the new collection, renamed to its place at the end
/// </code>
/// </remarks>
internal sealed class CollectionCopier(IFileSystem fileSystem, string source, string target, CopyOptions options)
{
    private const int BatchBytes = 4 << 20;
    private const int BatchDocuments = 1000;

    private readonly string _staging = target + ".copying";

    private string Lock => Path.Combine(_staging, "COPYING");

    private string Copy => Path.Combine(_staging, "collection");

    public async Task<CopyResult> CopyAsync(Snapshot snapshot, IProgress<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        CollectionSchema schema = snapshot.Schema;
        if (options.Schema is { } other)
        {
            SchemaValidator.Validate(other);
            schema = other.WithIds(); // a copy of our own
        }
        else if (options.Rename.Count > 0)
        {
            schema = DocumentMapping.Renamed(schema, options.Rename);
        }

        var mapping = new DocumentMapping(snapshot.Schema, schema, options.Rename, options.Transform);
        cancellationToken.ThrowIfCancellationRequested();
        CheckPaths();
        fileSystem.CreateDirectory(_staging);
        IDisposable copying = TakeLock();
        try
        {
            CheckTarget();
            return await BuildAsync(snapshot, schema, mapping, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            copying.Dispose();
            TryRemove(RemoveStaging);
        }
    }

    /// <summary>Makes the copy and puts it in its place.</summary>
    private async Task<CopyResult> BuildAsync(
        Snapshot snapshot,
        CollectionSchema schema,
        DocumentMapping mapping,
        IProgress<CopyProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            fileSystem.DeleteDirectory(Copy);
            CopyResult result = await WriteAsync(snapshot, schema, mapping, progress, cancellationToken).ConfigureAwait(false);
            fileSystem.RenameDirectory(Copy, target);
            fileSystem.SyncDirectory(Path.GetDirectoryName(target)!);
            fileSystem.SyncDirectory(_staging);
            return result;
        }
        finally
        {
            TryRemove(() => fileSystem.DeleteDirectory(Copy));
        }
    }

    /// <summary>Tidies up; what cannot be removed now is in nobody's way, and removed by the next copy.</summary>
    private static void TryRemove(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // the copy has ended one way or the other, and that is what its caller is to learn
        }
    }

    /// <summary>Whether the two folders can be where they are to be. Only one that an earlier copy left behind is cleared.</summary>
    private void CheckPaths()
    {
        StringComparison comparison =
            OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (Path.GetDirectoryName(target) is null || target.StartsWith(source + Path.DirectorySeparatorChar, comparison))
            throw Refused(ZvecErrorCode.InvalidArgument, "because that is a drive, or inside the collection's own folder");
        bool isOurs = !fileSystem.IsLink(_staging)
            && !fileSystem.FileExists(_staging)
            && fileSystem.GetFiles(_staging).All(file => file == Lock)
            && fileSystem.GetDirectories(_staging).All(folder => folder == Copy && fileSystem.FileExists(Lock))
            && !fileSystem.IsLink(Lock)
            && !fileSystem.IsLink(Copy);
        if (!isOurs)
            throw Refused(ZvecErrorCode.InvalidArgument, $"because '{_staging}', where it would be written first, is something else");
    }

    private void CheckTarget()
    {
        if (fileSystem.DirectoryExists(target) || fileSystem.FileExists(target) || fileSystem.IsLink(target))
            throw Refused(ZvecErrorCode.AlreadyExists, "because there is something already");
    }

    private IDisposable TakeLock()
    {
        IDisposable taken = fileSystem.TryLock(Lock, out int? holder)
            ?? throw Refused(
                ZvecErrorCode.Locked, $"because another copy to it is under way{(holder is { } id ? $" in process {id}" : "")}");
        try
        {
            // without the file, the folder would not be known for ours after a crash
            fileSystem.SyncDirectory(_staging);
            fileSystem.SyncDirectory(Path.GetDirectoryName(_staging)!);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private ZvecException Refused(ZvecErrorCode code, string reason) =>
        new(code, $"The collection at '{source}' cannot be copied to '{target}', {reason}. Choose another path.");

    private void RemoveStaging()
    {
        if (fileSystem.GetDirectories(_staging).Count > 0)
            return;
        fileSystem.DeleteFile(Lock);
        if (fileSystem.GetFiles(_staging).Count == 0)
            fileSystem.DeleteDirectory(_staging);
    }

    /// <summary>Writes the whole collection and closes it; it is durable then.</summary>
    private async Task<CopyResult> WriteAsync(
        Snapshot snapshot,
        CollectionSchema schema,
        DocumentMapping mapping,
        IProgress<CopyProgress>? progress,
        CancellationToken cancellationToken)
    {
        // a log that is thrown away when anything fails need not be synced; what the end of it writes always is
        CollectionOptions own = (options.Options ?? new CollectionOptions()) with { Durability = Durability.Buffered };
        using Collection copy = CollectionOpener.Create(fileSystem, Copy, schema, own);
        long total = 0;
        foreach (SegmentView view in snapshot.Views)
            total += view.LiveCount;
        long read = 0;
        long written = 0;
        long bytes = 0;
        var batch = new List<Document>();
        foreach (Document document in Read(snapshot, mapping))
        {
            read++;
            if (mapping.Map(document) is { } mapped)
            {
                batch.Add(mapped);
                bytes += DocumentSize.Estimate(mapped);
                written++;
            }

            if (bytes >= BatchBytes || batch.Count == BatchDocuments || read % BatchDocuments == 0 || read == total)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await InsertAsync(copy, batch).ConfigureAwait(false);
                batch.Clear();
                bytes = 0;
                progress?.Report(new CopyProgress(read, total));
            }
        }

        await (options.Optimize ? copy.OptimizeAsync(cancellationToken) : Task.CompletedTask).ConfigureAwait(false);
        await copy.FlushAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new CopyResult(written, read - written);
    }

    private static IEnumerable<Document> Read(Snapshot snapshot, DocumentMapping mapping)
    {
        var selection = FieldSelection.For(snapshot.Schema, mapping.Read, includeVectors: false);
        for (int i = 0; i < snapshot.Views.Length; i++)
        {
            SegmentView view = snapshot.Views[i];
            for (int row = 0; row < view.RowCount; row++)
            {
                if (!view.Deletes[row])
                    yield return RowReader.Read(view.Segment, row, snapshot.Schema, selection);
            }
        }
    }

    private async Task InsertAsync(Collection copy, List<Document> batch)
    {
        foreach (WriteResult result in await copy.InsertAsync(batch).ConfigureAwait(false))
        {
            if (result.Error is { } error)
            {
                throw new ZvecException(
                    error,
                    $"The collection at '{source}' cannot be copied to '{target}', because CopyOptions.Transform gives several documents "
                        + $"the key {result.Key}. Give each its own.");
            }
        }
    }
}

using System.Diagnostics;
using Zvec.Engine.Partitions;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;
using Zvec.Engine.Verification;

namespace Zvec.Engine;

/// <content>Copies of the whole, and what is wrong with it.</content>
public sealed partial class PartitionedCollection
{
    /// <inheritdoc/>
    /// <remarks>
    /// <para>All partitions, detached ones included, are copied one after the other. The backup is consistent per partition, not over all
    /// of them: it can hold a write to one partition and miss an older one to another. When documents moved from partition to partition
    /// meanwhile, what changed is backed up once more, five times at most; a document that moves during the last of them can be in the
    /// backup twice, or not at all.</para>
    /// <para>A partition cannot be detached or dropped while its turn is; that call waits, and so do others that change partitions, as
    /// writes do that make one.</para>
    /// <para>The folder is a partitioned collection itself: it can be opened with <see cref="CollectionOptions.ReadOnly"/>, and
    /// <see cref="Restore(string, string, CancellationToken)"/> makes one of it that can be written to. When it holds an older backup of
    /// the same collection, only what is new is written. After a failure some of its partitions may be newer than others. Progress is told
    /// of each partition by itself.</para>
    /// </remarks>
    public Task<BackupResult> BackupAsync(
        string target,
        BackupOptions? options = null,
        IProgress<BackupProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        ObjectDisposedException.ThrowIf(_disposed, typeof(PartitionedCollection));
        return _telemetry.RunAsync(
            OperationName.Backup,
            batchSize: 0,
            (this, target, options, progress, cancellationToken),
            static call => call.Item1.BackupAllAsync(call.target, call.options, call.progress, call.cancellationToken));
    }

    /// <summary>Makes a partitioned collection of a backup. Everything is copied and verified before the folder counts as one; after a
    /// failure, a cancellation or a crash there is none, and no part of one hinders the next attempt.</summary>
    /// <param name="backup">The backup's folder; any other partitioned collection's that nobody writes to will do.</param>
    /// <param name="path">The folder of the new collection: missing or empty.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    /// <exception cref="ZvecException">As for <see cref="Collection.Restore(string, string, CancellationToken)"/>.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public static void Restore(string backup, string path, CancellationToken cancellationToken = default) =>
        Restore(PhysicalFileSystem.Instance, backup, path, cancellationToken);

    /// <summary>Checks everything of a partitioned collection, and changes nothing: the catalog, and every partition that it names,
    /// detached ones included, as <see cref="Collection.Verify(string, IProgress{VerificationProgress}, CancellationToken)"/> does; and that
    /// their schemas are those of the catalog.</summary>
    /// <param name="path">The directory. The collection may be open, for writing too.</param>
    /// <param name="progress">Told before each file of a partition's segments, of that partition; null for nobody.</param>
    /// <param name="cancellationToken">Cancels between files.</param>
    /// <returns>What was found in all partitions together; its generation is 0, as each has its own.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no partitioned collection.</exception>
    public static VerificationReport Verify(
        string path, IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Verify(PhysicalFileSystem.Instance, path, progress, cancellationToken);

    internal static void Restore(IFileSystem fileSystem, string backup, string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(backup);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var source = new PartitionFiles(System.IO.Path.GetFullPath(backup));
        var target = new PartitionFiles(System.IO.Path.GetFullPath(path));
        PartitionedCollectionFolder.Open(fileSystem, source, readOnly: true);
        PartitionCatalog catalog = PartitionCatalogFile.Read(fileSystem, source.Catalog, PartitionedBackup.NoFunction);
        using IDisposable directoryLock = PartitionedCollectionFolder.Take(fileSystem, target);
        try
        {
            PartitionedCollectionFolder.Undo(fileSystem, target);
            fileSystem.CreateDirectory(target.Partitions);
            fileSystem.SyncDirectory(target.Root);
            foreach (PartitionRecord partition in catalog.Partitions)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string folder = source.Partition(partition.Number);
                Collection.Restore(fileSystem, folder, target.Partition(partition.Number), progress: null, cancellationToken);
            }

            fileSystem.SyncDirectory(target.Partitions);
            PartitionCatalogFile.Write(fileSystem, target.Catalog, catalog with { IsBackup = false });
        }
        catch when (!fileSystem.FileExists(target.Catalog))
        {
            PartitionedCollectionFolder.Undo(fileSystem, target);
            throw;
        }
    }

    internal static VerificationReport Verify(
        IFileSystem fileSystem, string path, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var files = new PartitionFiles(System.IO.Path.GetFullPath(path));
        PartitionedCollectionFolder.Open(fileSystem, files, readOnly: true);
        var findings = new Findings();
        long documents = 0;
        PartitionCatalog catalog;
        try
        {
            findings.Count(fileSystem.GetLength(files.Catalog));
            catalog = PartitionCatalogFile.Read(fileSystem, files.Catalog, PartitionedBackup.NoFunction);
        }
        catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
        {
            findings.Add(files.Catalog, exception);
            return new VerificationReport(files.Root, findings, generation: 0, documents);
        }

        foreach (PartitionRecord partition in catalog.Partitions)
        {
            string folder = files.Partition(partition.Number);
            try
            {
                VerificationReport report = Collection.Verify(fileSystem, folder, progress, cancellationToken);
                findings.Add(report);
                documents += report.Documents;
                if (report.IsIntact && catalog.Schemas.PlaceOf(new ManifestStore(fileSystem, new CollectionFiles(folder)).Load().Schema) < 0)
                    findings.Add(folder, $"partition '{partition.Name}' has a schema that the collection never had");
            }
            catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
            {
                if (WasDropped(fileSystem, files, partition))
                    continue;
                findings.Add(folder, $"partition '{partition.Name}', which the catalog names, cannot be read ({exception.Message})");
            }
        }

        HashSet<int> known = [.. catalog.Partitions.Select(partition => partition.Number)];
        findings.Notes.AddRange(fileSystem.GetDirectories(files.Partitions)
            .Where(folder => !known.Contains(files.PartitionNumber(folder)))
            .Select(folder => $"The folder '{folder}' is of no partition."));
        return new VerificationReport(files.Root, findings, generation: 0, documents);
    }

    /// <summary>Whether a writer has dropped a partition since the catalog was read.</summary>
    private static bool WasDropped(IFileSystem fileSystem, PartitionFiles files, PartitionRecord partition) =>
        !PartitionCatalogFile.Read(fileSystem, files.Catalog, PartitionedBackup.NoFunction).Partitions
            .Any(other => other.Number == partition.Number);

    private async Task<BackupResult> BackupAllAsync(
        string target, BackupOptions? options, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        using PartitionedBackup folder = PartitionedBackup.Take(
            _fileSystem, System.IO.Path.GetFullPath(target), _files.Root, _set.Catalog);
        for (int i = 1; ; i++)
        {
            long moves = _writer.Moves;
            var results = new Dictionary<PartitionRecord, BackupResult>();
            foreach (int number in _set.All.Select(partition => partition.Record.Number).ToArray())
            {
                BackupResult? result = null;
                while (result is null && _set.All.FirstOrDefault(partition => partition.Record.Number == number) is { } partition)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    result = await BackupAsync(partition, folder.Files.Partition(number), options, progress, cancellationToken)
                        .ConfigureAwait(false);
                    if (result is not null)
                        results.Add(partition.Record, result);
                }
            }

            if (_writer.Moves != moves && i < MostTries)
                continue;
            PartitionCatalog catalog = _set.Catalog;
            folder.Publish(catalog with { Partitions = [.. results.Keys] });
            return BackupResult.Sum(results.Values, Stopwatch.GetElapsedTime(started));
        }
    }

    /// <returns>Null when the partition was dropped, attached or detached since it was looked for.</returns>
    private async Task<BackupResult?> BackupAsync(
        PartitionHandle partition,
        string target,
        BackupOptions? options,
        IProgress<BackupProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (partition.Record.IsAttached)
        {
            if (_open.TryRent(partition) is not { } lease)
                return null;
            using (lease)
                return await lease.Collection.BackupAsync(target, options, progress, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            using Collection detached = CollectionOpener.Open(
                _fileSystem, partition.Folder, _options.OptionsOfPartition with { ReadOnly = true });
            return await detached.BackupAsync(target, options, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ZvecException or IOException && _set.Find(partition.Name) != partition)
        {
            return null;
        }
    }
}

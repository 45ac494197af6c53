using Zvec.Engine.Backups;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <inheritdoc/>
    /// <remarks>
    /// <para>The folder is a collection itself: it can be opened with <see cref="CollectionOptions.ReadOnly"/>, and
    /// <see cref="Restore(string, string, CancellationToken)"/> makes one of it that can be written to. One that was opened for writing is
    /// a backup no more. No write that comes after the call is in the copy.</para>
    /// <para>When the folder holds an older backup of the same collection, only what is new is written, and what the new backup does not
    /// need is removed at the end. Until then, and after a failure, a cancellation or a crash, the older backup is there as it was.</para>
    /// <para>Works on a collection that was opened for reading only, and on one that takes no more writes after a storage failure.</para>
    /// </remarks>
    public Task<BackupResult> BackupAsync(
        string target,
        BackupOptions? options = null,
        IProgress<BackupProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        var tally = new BackupTally(progress);
        return RunAsync(source => new FolderBackup(
            _manifests.FileSystem, source, isBackup: true, options ?? new BackupOptions(), tally, cancellationToken).Run(target));
    }

    /// <summary>Writes the collection, as it is at the moment of the call, as one zip archive. As
    /// <see cref="BackupAsync(string, BackupOptions, IProgress{BackupProgress}, CancellationToken)"/> but for what is said here.</summary>
    /// <remarks>The archive holds the files of a backup folder under their names, so that unpacking it with any program makes one. Files
    /// are read and compared with their checksums before they are written; what becomes of the stream is its owner's concern.</remarks>
    /// <param name="archive">Takes the archive, and stays open; need not be able to seek. Written to synchronously, by another thread.
    /// After a failure or a cancellation, what was written is no valid archive.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellationToken">Cancels at any time.</param>
    /// <returns>What the backup holds and what it took.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: a file of the collection is damaged.</exception>
    public Task<BackupResult> BackupAsync(
        Stream archive,
        BackupOptions? options = null,
        IProgress<BackupProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        if (!archive.CanWrite)
            throw new ArgumentException("The stream cannot be written to.", nameof(archive));
        var tally = new BackupTally(progress);
        return RunAsync(source => new ArchiveBackup(source, options ?? new BackupOptions(), tally, cancellationToken).Run(archive));
    }

    /// <summary>Makes a collection of a backup. Everything is copied and verified before the folder counts as a collection; after a
    /// failure, a cancellation or a crash there is none, and no part of one hinders the next attempt.</summary>
    /// <param name="backup">The backup's folder; any other collection's that nobody writes to will do.</param>
    /// <param name="path">The folder of the new collection: missing or empty.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no backup. <see cref="ZvecErrorCode.AlreadyExists"/>:
    /// there is a collection at the path. <see cref="ZvecErrorCode.InvalidArgument"/>: the folder holds other files.
    /// <see cref="ZvecErrorCode.DataCorruption"/>: a file of the backup is damaged; the message names it.
    /// <see cref="ZvecErrorCode.UnsupportedFormat"/>: the backup is of a newer version.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public static void Restore(string backup, string path, CancellationToken cancellationToken = default) =>
        Restore(PhysicalFileSystem.Instance, backup, path, progress: null, cancellationToken);

    /// <summary>Makes a collection of an archive. As <see cref="Restore(string, string, CancellationToken)"/>.</summary>
    /// <param name="archive">The archive from its beginning on; stays open. One that cannot seek is first written to a temporary file in
    /// the new folder.</param>
    /// <param name="path">The folder of the new collection: missing or empty.</param>
    /// <param name="cancellationToken">Cancels at any time.</param>
    /// <exception cref="ZvecException">As for <see cref="Restore(string, string, CancellationToken)"/>, and
    /// <see cref="ZvecErrorCode.DataCorruption"/>: the archive is damaged, or holds anything but a backup.
    /// <see cref="ZvecErrorCode.ResourceExhausted"/>: the device has less room than the archive says that it takes.</exception>
    public static void Restore(Stream archive, string path, CancellationToken cancellationToken = default) =>
        Restore(PhysicalFileSystem.Instance, archive, path, progress: null, cancellationToken);

    /// <summary>Makes a collection of a backup on another thread. As <see cref="Restore(string, string, CancellationToken)"/>.</summary>
    /// <param name="backup">The backup's folder.</param>
    /// <param name="path">The folder of the new collection: missing or empty.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    /// <exception cref="ZvecException">As for <see cref="Restore(string, string, CancellationToken)"/>.</exception>
    public static Task RestoreAsync(
        string backup, string path, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Restore(PhysicalFileSystem.Instance, backup, path, progress, cancellationToken), cancellationToken);

    /// <summary>Makes a collection of an archive on another thread. As <see cref="Restore(Stream, string, CancellationToken)"/>.</summary>
    /// <param name="archive">The archive from its beginning on; stays open. Read synchronously.</param>
    /// <param name="path">The folder of the new collection: missing or empty.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellationToken">Cancels at any time.</param>
    /// <exception cref="ZvecException">As for <see cref="Restore(Stream, string, CancellationToken)"/>.</exception>
    public static Task RestoreAsync(
        Stream archive, string path, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Restore(PhysicalFileSystem.Instance, archive, path, progress, cancellationToken), cancellationToken);

    internal static void Restore(
        IFileSystem fileSystem, string backup, string path, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(backup);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        TargetCheck.Run(fileSystem, new CollectionFiles(System.IO.Path.GetFullPath(path)), backupOf: null);
        using Collection collection = CollectionOpener.Open(fileSystem, backup, new CollectionOptions { ReadOnly = true });
        using BackupSource source = collection.Capture();
        var options = new BackupOptions { HardLinks = false };
        new FolderBackup(fileSystem, source, isBackup: false, options, new BackupTally(progress), cancellationToken).Run(path);
    }

    internal static void Restore(
        IFileSystem fileSystem, Stream archive, string path, IProgress<BackupProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        new ArchiveRestore(fileSystem, new BackupTally(progress), cancellationToken).Run(archive, path);
    }

    private Task<BackupResult> RunAsync(Func<BackupSource, BackupResult> run) => _telemetry.RunAsync(
        OperationName.Backup, batchSize: 0, (this, run), static call => call.Item1.CopyCapturedAsync(call.run));

    /// <summary>Takes the state of this moment before it returns, and copies it on another thread.</summary>
    private async Task<BackupResult> CopyCapturedAsync(Func<BackupSource, BackupResult> run)
    {
        using BackupSource source = Capture();
        BackupResult result = await Task.Factory.StartNew(
            () =>
            {
                // a collection of the first format has no identity on disk yet, by which the next backup would know this one
                if (!_manifests.HasDurableId)
                    _writer?.Commit();
                return run(source);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).ConfigureAwait(false);
        EngineLog.BackedUp(_maintenance.Logger, _store.Schema.Name, result.Duration.TotalMilliseconds, result.Documents, result.Bytes);
        return result;
    }

    /// <summary>Holds the collection as it is now; the generation is read first, so that it is not newer.</summary>
    private BackupSource Capture()
    {
        long generation = _manifests.Generation;
        return new BackupSource(_files.Root, _manifests.Id, generation, _store.Acquire());
    }
}

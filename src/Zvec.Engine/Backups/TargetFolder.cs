using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Backups;

/// <summary>A folder that becomes a collection, or a newer state of the backup that it holds, when its manifest is published; until then it is
/// what it was. Holds the folder's lock; when it is disposed before the publication, what was written is removed.</summary>
/// <remarks>
/// A backup has its rows in segments only. Its log is one file without records, the same through all backups in the folder: two states of a
/// folder cannot have different logs at a time, as they can have different segments.
/// </remarks>
internal sealed class TargetFolder : IDisposable
{
    /// <summary>The only log file of a backup.</summary>
    public const long FirstLog = 1;

    private readonly IFileSystem _fileSystem;
    private readonly string _existing;
    private readonly IDisposable _lock;
    private long _published;

    private TargetFolder(IFileSystem fileSystem, CollectionFiles files, string existing, IDisposable directoryLock)
    {
        _fileSystem = fileSystem;
        _existing = existing;
        _lock = directoryLock;
        Files = files;
        Manifests = new ManifestStore(fileSystem, files);
    }

    public CollectionFiles Files { get; }

    public ManifestStore Manifests { get; }

    /// <summary>The manifest of the backup that the folder holds; null when it holds nothing.</summary>
    public Manifest? Older { get; private set; }

    /// <summary>Takes a folder that is missing, empty, unfinished, or, if a source is given, a backup of that source.</summary>
    /// <param name="fileSystem">Where the folder is.</param>
    /// <param name="files">The names in it.</param>
    /// <param name="backupOf">The collection of which it may hold an older backup; null when it may hold none.</param>
    /// <exception cref="ZvecException">The folder holds something else, or is open for writing. Nothing was changed then.</exception>
    public static TargetFolder Take(IFileSystem fileSystem, CollectionFiles files, BackupSource? backupOf)
    {
        TargetCheck.Run(fileSystem, files, backupOf);
        string existing = files.Root;
        while (!fileSystem.DirectoryExists(existing) && Path.GetDirectoryName(existing) is { Length: > 0 } above)
            existing = above;
        fileSystem.CreateDirectory(files.Root);
        var folder = new TargetFolder(fileSystem, files, existing, CollectionLock.Take(fileSystem, files));
        try
        {
            // once more, now that nobody else can change it
            folder.Older = TargetCheck.Run(fileSystem, files, backupOf);
        }
        catch
        {
            folder._lock.Dispose();
            throw;
        }

        try
        {
            folder.Begin();
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Opens what the manifest names, and puts the manifest in place: from then on the folder is what it says.</summary>
    public void Publish(Manifest manifest)
    {
        foreach (SegmentRecord record in manifest.Segments)
        {
            Manifests.LoadDeletes(record);
            new SealedSegment(_fileSystem, Files, manifest.Schema, record, verify: false).Release();
        }

        _fileSystem.SyncDirectory(Files.Segments);
        _published = manifest.Generation;
        Manifests.Replace(manifest);
        _fileSystem.DeleteFile(Files.Unfinished);
        Manifests.RemoveLeftovers(manifest);
    }

    public void Dispose()
    {
        try
        {
            bool isPublished = _published != 0 && _fileSystem.FileExists(Files.Manifest(_published));
            if (!isPublished)
                Undo();
            _lock.Dispose();
            if (!isPublished && Older is null)
                RemoveFolder();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What made the work fail is told already. No manifest names what stays behind, and the next backup into the folder, or the next
            // opening, removes it.
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private void Begin()
    {
        if (Older is not null)
        {
            // what came before the manifest that is seen goes only when that one is there to stay
            _fileSystem.SyncDirectory(Files.Root);
            Manifests.Load();
            Manifests.RemoveLeftovers(Older);
            return;
        }

        if (!_fileSystem.FileExists(Files.Unfinished))
            _fileSystem.Create(Files.Unfinished).Dispose();
        _fileSystem.SyncDirectory(Files.Root);
        for (string folder = Files.Root; folder != _existing;)
        {
            folder = Path.GetDirectoryName(folder)!;
            _fileSystem.SyncDirectory(folder);
        }

        Clear();
        _fileSystem.CreateDirectory(Files.Segments);
        _fileSystem.CreateDirectory(Files.Logs);
        _fileSystem.SyncDirectory(Files.Root);
        LogFiles.Create(_fileSystem, Files.Logs);
    }

    private void Clear()
    {
        _fileSystem.DeleteDirectory(Files.Segments);
        _fileSystem.DeleteDirectory(Files.Logs);
        foreach (string path in _fileSystem.GetFiles(Files.Root))
        {
            if (path.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal) && path != Files.Unfinished)
                _fileSystem.DeleteFile(path);
        }
    }

    private void Undo()
    {
        if (Older is not null)
        {
            Manifests.RemoveLeftovers(Older);
            return;
        }

        Clear();
        _fileSystem.SyncDirectory(Files.Root); // the marker goes last, whatever a power cut does
        _fileSystem.DeleteFile(Files.Unfinished);
    }

    private void RemoveFolder()
    {
        _fileSystem.DeleteFile(Files.Lock);
        if (Files.Root != _existing && _fileSystem.GetFiles(Files.Root).Count == 0 && _fileSystem.GetDirectories(Files.Root).Count == 0)
            _fileSystem.DeleteDirectory(Files.Root);
    }
}

using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;
using Zvec.Engine.Wal;

namespace Zvec.Engine;

/// <summary>Creates, opens and drops collections on a file system.</summary>
internal static class CollectionOpener
{
    public static Collection Create(IFileSystem fileSystem, string path, CollectionSchema schema, CollectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(schema);
        SchemaValidator.Validate(schema);
        return CreateWithIds(fileSystem, path, schema.WithIds(), options);
    }

    /// <summary>Creates a collection whose fields keep the identifiers that they have.</summary>
    public static Collection CreateWithIds(IFileSystem fileSystem, string path, CollectionSchema schema, CollectionOptions options)
    {
        CollectionFiles files = FilesAt(path);
        OptionsCheck.Run(options);
        if (options.ReadOnly)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"Collection '{schema.Name}' cannot be created at '{files.Root}' for reading only. "
                    + "Leave out CollectionOptions.ReadOnly.");
        }

        var manifests = new ManifestStore(fileSystem, files);
        ThrowIfExists(manifests, files);
        ThrowIfHeadless(fileSystem, files);
        CheckFolder(fileSystem, files);
        FolderLinks.ThrowIfAny(fileSystem, files);
        fileSystem.CreateDirectory(files.Root);
        IDisposable directoryLock = CollectionLock.Take(fileSystem, files);
        try
        {
            ThrowIfExists(manifests, files);
            var removal = new FileRemoval(fileSystem);
            removal.DeleteDirectory(files.Logs);
            removal.DeleteDirectory(files.Segments);
            RemoveDropMark(fileSystem, files);
            fileSystem.CreateDirectory(files.Logs);
            fileSystem.CreateDirectory(files.Segments);
            fileSystem.SyncDirectory(files.Root);
            SyncFoldersAbove(fileSystem, files.Root);
            long firstLog = LogFiles.Create(fileSystem, files.Logs);
            manifests.Create(schema, firstLog);
            return OpenForWriting(fileSystem, files, options, directoryLock);
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    public static Collection Open(IFileSystem fileSystem, string path, CollectionOptions options)
    {
        CollectionFiles files = FilesAt(path);
        OptionsCheck.Run(options);
        ThrowIfMissing(fileSystem, files);
        if (options.ReadOnly)
            return OpenForReading(fileSystem, files, options);
        IDisposable directoryLock = CollectionLock.Take(fileSystem, files);
        try
        {
            return OpenForWriting(fileSystem, files, options, directoryLock);
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    public static Collection OpenOrCreate(IFileSystem fileSystem, string path, CollectionSchema schema, CollectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(schema);
        CollectionFiles files = FilesAt(path);
        if (!new ManifestStore(fileSystem, files).Exists)
            return Create(fileSystem, path, schema, options);
        SchemaValidator.Validate(schema);
        Collection collection = Open(fileSystem, path, options);
        IReadOnlyList<string> differences = SchemaComparer.Differences(collection.Schema, schema);
        if (differences.Count == 0)
            return collection;
        collection.Dispose();
        throw new ZvecException(
            ZvecErrorCode.FailedPrecondition,
            $"The collection at '{files.Root}' has another schema than the one given: {string.Join("; ", differences)}. "
                + "Give the same schema, or open it with Collection.Open.");
    }

    public static void Drop(IFileSystem fileSystem, string path)
    {
        CollectionFiles files = FilesAt(path);
        if (!HoldsData(fileSystem, files))
            ThrowIfMissing(fileSystem, files);
        FolderLinks.ThrowIfAny(fileSystem, files);
        var removal = new FileRemoval(fileSystem);
        using (CollectionLock.Take(fileSystem, files))
        {
            // With the mark, and then without a manifest, there is no collection: whatever is left of the rest, by a crash or because
            // others still read it, is no half of one. The newest goes last and by itself, so that no crash brings back an older state.
            AtomicFile.WriteBytes(fileSystem, files.Dropped, ReadOnlyMemory<byte>.Empty);
            string[] manifests = [.. fileSystem.GetFiles(files.Root)
                .Where(file => CollectionFiles.ManifestGeneration(file) >= 0).OrderBy(CollectionFiles.ManifestGeneration)];
            foreach (string manifest in manifests.SkipLast(1))
                fileSystem.DeleteFile(manifest);
            fileSystem.SyncDirectory(files.Root);
            foreach (string manifest in manifests.TakeLast(1))
                fileSystem.DeleteFile(manifest);
            fileSystem.SyncDirectory(files.Root);
            removal.DeleteDirectory(files.Segments);
            removal.DeleteDirectory(files.Logs);
            EndDrop(fileSystem, files);

            // While the lock is held, so that nothing of a collection that another process creates there is met. Windows lets the lock file
            // be deleted only afterwards.
            removal.DeleteFile(files.Lock);
            if (TryDeleteEmpty(fileSystem, files.Root))
                return;
        }

        removal.TryAgain();
        EndDrop(fileSystem, files);
        TryDeleteEmpty(fileSystem, files.Root);
    }

    /// <summary>Removes the mark of a drop when nothing is left, for good, that it says something of.</summary>
    private static void EndDrop(IFileSystem fileSystem, CollectionFiles files)
    {
        if (!fileSystem.FileExists(files.Dropped) || HoldsData(fileSystem, files))
            return;
        fileSystem.SyncDirectory(files.Root);
        fileSystem.DeleteFile(files.Dropped);
        fileSystem.DeleteFile(files.Unfinished);
    }

    private static bool TryDeleteEmpty(IFileSystem fileSystem, string folder)
    {
        if (fileSystem.GetFiles(folder).Count > 0 || fileSystem.GetDirectories(folder).Count > 0)
            return false;
        fileSystem.DeleteDirectory(folder);
        return true;
    }

    private static Collection OpenForReading(IFileSystem fileSystem, CollectionFiles files, CollectionOptions options)
    {
        long started = Stopwatch.GetTimestamp();
        Collection collection = CollectionReader.Open(fileSystem, files, options);
        LogOpened(collection, options, started);
        return collection;
    }

    /// <summary>Tells the log that a collection was opened, and what was found.</summary>
    private static void LogOpened(Collection collection, CollectionOptions options, long started)
    {
        if (options.Logger is not { } logger || !logger.IsEnabled(LogLevel.Information))
            return;
        TimeSpan duration = Stopwatch.GetElapsedTime(started);
        CollectionStatistics state = collection.GetStatistics();
        EngineLog.Opened(
            logger,
            collection.Schema.Name,
            collection.Path,
            options.ReadOnly,
            state.Documents,
            state.Segments,
            state.LogBytes,
            duration.TotalMilliseconds);
    }

    private static Collection OpenForWriting(
        IFileSystem fileSystem, CollectionFiles files, CollectionOptions options, IDisposable directoryLock)
    {
        long started = Stopwatch.GetTimestamp();
        var manifests = new ManifestStore(fileSystem, files);
        Manifest manifest = manifests.Load();
        SegmentStore store = LoadSegments(fileSystem, files, manifests, manifest, options);
        LogFiles? logs = null;
        try
        {
            // A process that died may have renamed the manifest and not synced it; what came before it goes only when it is there to stay.
            fileSystem.SyncDirectory(files.Root);
            logs = LogFiles.OpenForWriting(fileSystem, files.Logs, manifest.FirstLog, LogReplay.Into(store));

            // Only beside files that are intact and of a version that can be read: what is left over may be all that a salvage has.
            manifests.RemoveLeftovers(manifest);
            RemoveDropMark(fileSystem, files);
            store.Publish();
            var telemetry = new CollectionTelemetry(store.Schema.Name, options.IsPartition);
            var recorder = new MaintenanceRecorder(store.Schema.Name, options.Logger ?? NullLogger.Instance, options.Time);
            var writer = new CollectionWriter(fileSystem, files, options, directoryLock, store, manifests, logs, recorder, telemetry);
            var collection = new Collection(files, manifests, store, writer, reader: null, recorder, telemetry);
            LogOpened(collection, options, started);
            return collection;
        }
        catch
        {
            logs?.Dispose();
            store.Dispose();
            throw;
        }
    }

    private static SegmentStore LoadSegments(
        IFileSystem fileSystem, CollectionFiles files, ManifestStore manifests, Manifest manifest, CollectionOptions options)
    {
        var states = new List<SegmentState>();
        try
        {
            foreach (SegmentRecord record in manifest.Segments)
            {
                DeleteMap deletes = manifests.LoadDeletes(record);
                var segment = new SealedSegment(fileSystem, files, manifest.Schema, record, options.VerifyChecksums);
                states.Add(new SegmentState(segment, deletes) { DeletesRecord = record.Deletes });
            }

            return new SegmentStore(manifest.Schema, states, manifest.FirstLog, options.NewMemoryBudget());
        }
        catch
        {
            foreach (SegmentState state in states)
                state.Segment.Release();
            throw;
        }
    }

    /// <summary>Makes a folder durable with all those above it, any of which may have been made along with it.</summary>
    public static void SyncFoldersAbove(IFileSystem fileSystem, string folder)
    {
        string? parent = Path.GetDirectoryName(folder);
        if (parent is not { Length: > 0 })
            return;
        fileSystem.SyncDirectory(parent);
        while ((parent = Path.GetDirectoryName(parent)) is { Length: > 0 })
        {
            try
            {
                fileSystem.SyncDirectory(parent);
            }
            catch (UnauthorizedAccessException)
            {
                // Whoever may not open it has made nothing in it, nor in any above it that it would be the way to.
                return;
            }
        }
    }

    private static CollectionFiles FilesAt(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new CollectionFiles(Path.GetFullPath(path));
    }

    private static void ThrowIfExists(ManifestStore manifests, CollectionFiles files)
    {
        if (manifests.Exists)
        {
            throw new ZvecException(
                ZvecErrorCode.AlreadyExists, $"There is a collection at '{files.Root}' already. Open it with Collection.Open, "
                    + "or choose another path.");
        }
    }

    private static void ThrowIfMissing(IFileSystem fileSystem, CollectionFiles files)
    {
        if (new ManifestStore(fileSystem, files).Exists)
            return;
        ThrowIfHeadless(fileSystem, files);
        throw new ZvecException(ZvecErrorCode.NotFound, $"There is no collection at '{files.Root}'. Check the path, "
                + "or create one with Collection.Create.");
    }

    /// <summary>Throws when there are documents and no manifest: a collection that has lost it must not be taken for none and be made
    /// anew.</summary>
    private static void ThrowIfHeadless(IFileSystem fileSystem, CollectionFiles files)
    {
        FolderLinks.ThrowIfAny(fileSystem, files);
        bool isUnwanted = fileSystem.FileExists(files.Dropped) || fileSystem.FileExists(files.Unfinished);

        // looked for once more, because beside a commit a list of the folder may miss both the new manifest and the old one
        if (!isUnwanted && HoldsData(fileSystem, files) && !new ManifestStore(fileSystem, files).Exists)
        {
            throw new ZvecException(
                ZvecErrorCode.DataCorruption,
                $"The collection at '{files.Root}' is damaged: it has no manifest, although there are segments or a log with records. "
                    + "Restore it from a backup, recover what is intact with Collection.Salvage, or remove it with Collection.Drop.");
        }
    }

    /// <summary>Whether there are segments, or log files that hold more than their header, as that of a creation that was cut off
    /// does.</summary>
    private static bool HoldsData(IFileSystem fileSystem, CollectionFiles files) =>
        fileSystem.GetDirectories(files.Segments).Any(folder => CollectionFiles.SegmentNumber(folder) >= 0)
        || LogFiles.HoldRecords(fileSystem, files.Logs);

    private static void RemoveDropMark(IFileSystem fileSystem, CollectionFiles files)
    {
        if (fileSystem.FileExists(files.Dropped))
            fileSystem.DeleteFile(files.Dropped);
    }

    /// <summary>A folder with files of others is no place for a collection; what a creation or a drop that was cut off left behind is no
    /// hindrance.</summary>
    private static void CheckFolder(IFileSystem fileSystem, CollectionFiles files)
    {
        string? foreign = fileSystem.GetFiles(files.Root).FirstOrDefault(file =>
                file != files.Lock && file != files.Dropped && !Path.GetFileName(file).StartsWith("MANIFEST-", StringComparison.Ordinal))
            ?? fileSystem.GetDirectories(files.Root).FirstOrDefault(folder => folder != files.Logs && folder != files.Segments);
        if (foreign is not null)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"A collection cannot be created at '{files.Root}', because the folder holds '{Path.GetFileName(foreign)}'. "
                    + "Choose an empty or a new folder.");
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;
using Zvec.Engine.Wal;

namespace Zvec.Engine;

/// <summary>What a collection has when it is open for reading only: the manifest that it shows, how far it has read the log behind it, and
/// the way to move on.</summary>
/// <remarks>
/// A writer may commit, seal, merge and delete at any moment meanwhile. A file that is gone, or does not fit, is therefore no failure as
/// long as the newest manifest changes: the reader starts again, and needs less each time, for the segments that it has opened stay open.
/// </remarks>
internal sealed class CollectionReader : IDisposable
{
    /// <summary>How often a reader starts again while the writer moves on. Each time the writer has committed in the time that the reader
    /// took for opening a few new segments and reading the log.</summary>
    private const int Attempts = 100;

    private readonly Lock _moving = new();
    private readonly IFileSystem _fileSystem;
    private readonly CollectionFiles _files;
    private readonly ManifestStore _manifests;
    private readonly MemoryBudget _memory;
    private readonly SegmentPool _segments;
    private readonly SegmentStore _store;
    private Manifest? _manifest;
    private LogReader _log;
    private (ulong Manifest, ulong NextRecord) _shown;
    private bool _inStep = true; // false: the store or the manifest was changed by a failed attempt, and is not what is shown
    private RefreshTimer? _timer;
    private volatile bool _replaced;
    private bool _closed;

    private CollectionReader(IFileSystem fileSystem, CollectionFiles files, ManifestStore manifests, CollectionOptions options)
    {
        _fileSystem = fileSystem;
        _files = files;
        _manifests = manifests;
        _memory = options.NewMemoryBudget();
        _segments = new SegmentPool(fileSystem, files, manifests, options.VerifyChecksums);
        try
        {
            (_manifest, _store, _log) = Persist(Load);
        }
        catch
        {
            _segments.Dispose();
            throw;
        }

        _shown = State;
        _segments.Keep(_manifest.Segments);
    }

    /// <summary>Bytes of the log that stand for what is shown.</summary>
    public long LogBytes => Volatile.Read(ref _log).TotalBytes;

    /// <summary>Whether the last refresh found another collection, or none, in the place of this one.</summary>
    public bool WasReplaced => _replaced;

    private (ulong Manifest, ulong NextRecord) State => (_manifests.Checksum, _log.NextSequence);

    /// <summary>Opens a collection for reading.</summary>
    public static Collection Open(IFileSystem fileSystem, CollectionFiles files, CollectionOptions options)
    {
        var manifests = new ManifestStore(fileSystem, files);
        var reader = new CollectionReader(fileSystem, files, manifests, options);
        string name = reader._store.Schema.Name;
        var recorder = new MaintenanceRecorder(name, options.Logger ?? NullLogger.Instance, options.Time);
        if (options.RefreshInterval is { } interval)
            reader._timer = new RefreshTimer(() => reader.Refresh(), interval, options.Time, recorder);
        return new Collection(
            files, manifests, reader._store, writer: null, reader, recorder, new CollectionTelemetry(name, options.IsPartition));
    }

    /// <summary>Moves on to the newest state.</summary>
    /// <returns>Whether there was a newer one.</returns>
    public bool Refresh()
    {
        lock (_moving)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(Collection));
            try
            {
                bool changed = Persist(MoveOn);
                _replaced = false;
                return changed;
            }
            catch (ZvecException exception) when (exception.Code is ZvecErrorCode.FailedPrecondition or ZvecErrorCode.NotFound)
            {
                _replaced = true;
                throw;
            }
            finally
            {
                _segments.Keep(_manifest!.Segments);
            }
        }
    }

    /// <summary>Waits for a move under way and refuses others. The store is the collection's to dispose.</summary>
    public void Dispose()
    {
        lock (_moving)
        {
            if (_closed)
                return;
            _closed = true;
            _timer?.Dispose();
            _segments.Dispose();
        }
    }

    private bool MoveOn()
    {
        bool canContinue = _inStep && _manifests.IsNewest();
        _inStep = false;
        if (canContinue)
            ReadOn();
        else
            Reload();
        _inStep = true;
        bool changed = State != _shown;
        _shown = State;
        return changed;
    }

    private void ReadOn()
    {
        lock (_store.WriterLock)
        {
            if (_log.Read(LogReplay.Into(_store)))
                _store.Publish();
        }
    }

    private void Reload()
    {
        (Manifest manifest, SegmentStore store, LogReader log) = Load();
        lock (_store.WriterLock)
            _store.TakeOver(store);
        _manifest = manifest;
        Volatile.Write(ref _log, log);
    }

    private (Manifest Manifest, SegmentStore Store, LogReader Log) Load()
    {
        Manifest manifest = _manifests.Load();
        if (_manifest is { } shown && (manifest.Generation < shown.Generation || (shown.Id != Guid.Empty && manifest.Id != shown.Id)))
            throw Replaced();
        _segments.Keep(manifest.Segments.Concat(_manifest?.Segments ?? []));
        var store = new SegmentStore(manifest.Schema, OpenSegments(manifest), manifest.FirstLog, _memory);
        try
        {
            var log = new LogReader(_fileSystem, _files.Logs, manifest.FirstLog);
            log.Read(LogReplay.Into(store));
            if (log.NextSequence < _shown.NextRecord)
                throw Replaced();
            store.Publish();
            return (manifest, store, log);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private List<SegmentState> OpenSegments(Manifest manifest)
    {
        var states = new List<SegmentState>();
        try
        {
            foreach (SegmentRecord record in manifest.Segments)
                states.Add(_segments.Get(record, manifest.Schema));
            return states;
        }
        catch
        {
            foreach (SegmentState state in states)
                state.Segment.Release();
            throw;
        }
    }

    private ZvecException Replaced() => new(
        ZvecErrorCode.FailedPrecondition,
        $"The collection at '{_files.Root}' is not the one that was opened, or an older state of it: it was dropped and created anew, or "
            + "replaced by a backup, or a power cut took writes that nobody had synced. What was read before is still shown; dispose the "
            + "collection and open it again to see what is there now.");

    private ZvecException Overtaken(Exception exception) => new(
        ZvecErrorCode.ResourceExhausted,
        $"The collection at '{_files.Root}' cannot be read, because its writer has changed it {Attempts} times meanwhile. Try again.",
        exception);

    /// <summary>Tries until it succeeds, or fails twice in a row in the same way beside the same manifest: what a writer that moves on
    /// leaves behind looks like damage for a moment.</summary>
    private T Persist<T>(Func<T> attempt)
    {
        (long Newest, string Failure) last = default;
        for (int attempts = 1; ; attempts++)
        {
            try
            {
                return attempt();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ZvecException)
            {
                (long, string) failure = (_manifests.FindNewest(), exception.Message);
                if (failure == last)
                    throw;
                if (attempts == Attempts)
                    throw Overtaken(exception);
                last = failure;
            }
        }
    }
}

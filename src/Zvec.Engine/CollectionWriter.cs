using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Zvec.Engine.Maintenance;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;
using Zvec.Engine.Wal;

namespace Zvec.Engine;

/// <summary>What a collection has when it is open for writing: the lock of the directory, the log, the write pipeline and
/// maintenance.</summary>
internal sealed class CollectionWriter : IDisposable
{
    /// <summary>Segments in memory that may wait to be sealed before writers wait for them.</summary>
    private const int FrozenLimit = 3;

    /// <summary>What was replayed at opening is sealed when it takes this part of a full segment, so that it is not replayed at every
    /// opening.</summary>
    private const int ReplayedPart = 16;

    /// <summary>A log file of this many times the size of a full segment in memory is full of deletions, and is followed by
    /// another.</summary>
    private const int LogPart = 4;

    /// <summary>About what a manifest and a new log file take.</summary>
    private const long SchemaChangeBytes = 1 << 16;

    private readonly IDisposable _lock;
    private readonly CollectionOptions _options;
    private readonly ILogger _logger;
    private readonly SegmentStore _store;
    private readonly LogFiles _logs;
    private readonly WritePipeline _pipeline;
    private readonly SegmentMaintenance _maintenance;
    private readonly MaintenanceScheduler _scheduler;
    private readonly SemaphoreSlim _schemaChange = new(1);
    private readonly DiskSpace _space;
    private readonly long _segmentBytes;
    private bool _closed;

    /// <param name="fileSystem">Where the files are.</param>
    /// <param name="files">The collection's names.</param>
    /// <param name="options">How the collection was opened.</param>
    /// <param name="directoryLock">The lock of the directory, which the writer takes over.</param>
    /// <param name="store">The segments; shared with the collection, which disposes them.</param>
    /// <param name="manifests">The manifest of the segments.</param>
    /// <param name="logs">The log behind the manifest, which the writer takes over.</param>
    /// <param name="recorder">Keeps what maintenance does.</param>
    /// <param name="telemetry">Measures.</param>
    public CollectionWriter(
        IFileSystem fileSystem,
        CollectionFiles files,
        CollectionOptions options,
        IDisposable directoryLock,
        SegmentStore store,
        ManifestStore manifests,
        LogFiles logs,
        MaintenanceRecorder recorder,
        CollectionTelemetry telemetry)
    {
        _lock = directoryLock;
        _options = options;
        _logger = recorder.Logger;
        _store = store;
        _logs = logs;
        _space = new DiskSpace(fileSystem, files.Root, options.DiskReserveBytes);
        _segmentBytes = Math.Min(options.MutableSegmentBytes, store.Memory.LargestSegment);
        _maintenance = new SegmentMaintenance(
            fileSystem, files, store, manifests, options.MaintenanceThreads, logs.Sync, logs.DeleteBefore, _space, recorder);
        _scheduler = new MaintenanceScheduler(_maintenance, recorder, store.Schema.Name);
        _pipeline = new WritePipeline(store, logs, options.Durability, _space, MakeRoom, AfterGroup, WritesStopped, telemetry);
        if (options.BackgroundMaintenance)
        {
            FreezeFrom(_segmentBytes / ReplayedPart);
            _scheduler.Wake();
        }
    }

    /// <summary>Bytes of the log that the next open would replay.</summary>
    public long LogBytes => _logs.TotalBytes;

    /// <summary>Queues a write.</summary>
    public void Enqueue(WriteRequest request) => _pipeline.Enqueue(request);

    /// <summary>Moves all that was written into segments on disk.</summary>
    public void Flush(CancellationToken cancellationToken)
    {
        Freeze(evenIfEmpty: true);
        while (_maintenance.SealOne(cancellationToken))
        {
        }

        _maintenance.Commit();
        if (_options.BackgroundMaintenance)
            _scheduler.Wake();
    }

    /// <summary>Commits a manifest of the present state.</summary>
    public void Commit() => _maintenance.Commit();

    /// <summary>Brings the collection into its best state: one segment without deleted rows, with all its indexes.</summary>
    public async Task OptimizeAsync(CancellationToken cancellationToken)
    {
        bool merges;
        lock (_store.WriterLock)
            merges = _store.Sealed.Count + _store.Frozen.Count + (_store.Active.RowCount > 0 ? 1 : 0) > 1;
        using IDisposable pause = await _scheduler.PauseMergingAsync(cancelRunningJob: merges, cancellationToken).ConfigureAwait(false);
        await Task.Factory.StartNew(
            () =>
            {
                Freeze();
                while (_maintenance.SealOne(cancellationToken))
                {
                }

                _maintenance.MergeAll(cancellationToken);
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).ConfigureAwait(false);
    }

    /// <summary>Replaces the schema, durably and in one step, before any later write. One change is made at a time.</summary>
    /// <param name="plan">Says from the present schema what is to be done; null to leave it as it is.</param>
    /// <param name="cancellationToken">Cancels before anything changed.</param>
    /// <returns>Whether there was something to change.</returns>
    public async Task<bool> ChangeSchemaAsync(Func<CollectionSchema, SchemaChange?> plan, CancellationToken cancellationToken)
    {
        await _schemaChange.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(Collection));
            if (plan(_store.Schema) is not { } change)
                return false;
            long started = Stopwatch.GetTimestamp();
            long bytes = SchemaChangeBytes + _maintenance.IndexFileBytes(change.Schema);
            DiskUse use = change.Removes ? DiskUse.Deletion : DiskUse.Growth;
            _space.Take(bytes, use, $"A change of the schema of collection '{change.Schema.Name}'");
            using IDisposable? pause = change.IsAddition
                ? null
                : await _scheduler.PauseMergingAsync(cancelRunningJob: true, cancellationToken).ConfigureAwait(false);
            await Task.Factory.StartNew(
                () => _maintenance.Change(change, () => Freeze(), cancellationToken),
                CancellationToken.None,
                change.Rewrites ? TaskCreationOptions.LongRunning : TaskCreationOptions.None,
                TaskScheduler.Default).ConfigureAwait(false);
            TimeSpan duration = Stopwatch.GetElapsedTime(started);
            EngineLog.SchemaChanged(_logger, change.Schema.Name, duration.TotalMilliseconds);
        }
        finally
        {
            _schemaChange.Release();
        }

        if (_options.BackgroundMaintenance)
            _scheduler.Wake();
        return true;
    }

    /// <summary>Builds the indexes that segments on disk lack.</summary>
    public void BuildIndexes(CancellationToken cancellationToken)
    {
        while (_maintenance.IndexOne(isAsked: true, cancellationToken))
        {
        }
    }

    /// <summary>Waits until background maintenance has nothing left to do.</summary>
    public Task IdleAsync() => _scheduler.IdleAsync();

    /// <summary>Refuses further writes, waits for those under way, and stops maintenance.</summary>
    public void Close()
    {
        _pipeline.Close();
        _scheduler.Dispose();
        _maintenance.Dispose();
        _schemaChange.Wait();
        _closed = true;
        _schemaChange.Release();
    }

    /// <summary>Closes the log and lets go of the directory; after <see cref="Close"/>.</summary>
    public void Dispose()
    {
        _logs.Dispose();
        _lock.Dispose();
    }

    /// <summary>Has later documents go to a new segment and a new log file, so that those in memory can be sealed.</summary>
    /// <param name="evenIfEmpty">Whether to do so when there are none in memory: the log may still hold deletions.</param>
    private void Freeze(bool evenIfEmpty = false)
    {
        lock (_store.WriterLock)
        {
            _store.ThrowIfFailed();
            if (!evenIfEmpty && _store.Active.RowCount == 0)
                return;
            _store.Freeze(_logs.Roll());
        }
    }

    /// <summary>Called before each group of writes: makes writers wait while memory is full, for what they wrote before to be
    /// sealed.</summary>
    /// <param name="bytes">What the first call of the group takes.</param>
    private MemoryReservation MakeRoom(long bytes)
    {
        while (true)
        {
            bool mayGoOn;
            lock (_store.WriterLock)
                mayGoOn = _store.Frozen.Count < FrozenLimit;
            if (mayGoOn && _store.Memory.TryReserve(bytes) is { } reservation)
                return reservation;
            if (HasToSeal())
                SealNow();
            else
                WaitForReaders(bytes);
        }
    }

    /// <summary>Whether there are documents in memory that sealing would let go of, or that it would have let go of if the manifest could
    /// have been written; those of the segment that takes writes are frozen first.</summary>
    private bool HasToSeal()
    {
        lock (_store.WriterLock)
        {
            if (_store.Frozen.Count > 0 || _maintenance.IsCommitDue)
                return true;
            if (_store.Active.RowCount == 0)
                return false;
        }

        Freeze();
        return true;
    }

    private void SealNow()
    {
        if (!_options.BackgroundMaintenance)
        {
            _maintenance.SealOne(CancellationToken.None);
            return;
        }

        _scheduler.Wake();
        _scheduler.SealingAsync().GetAwaiter().GetResult();
        if (_scheduler.SealFailure is { } failure)
        {
            throw new ZvecException(
                ZvecErrorCode.ResourceExhausted,
                $"Collection '{_store.Schema.Name}' holds as many unsealed documents as it may, and sealing them fails: "
                    + $"{failure.Message}",
                failure);
        }
    }

    private void WaitForReaders(long bytes)
    {
        EngineLog.WaitingForMemory(_logger, _store.Schema.Name, _store.Memory.Taken, _store.Memory.Limit);
        if (!_store.Memory.WaitForRoom(bytes, _options.ReaderPatience))
            throw HeldByReaders(bytes);
    }

    private void WritesStopped(Exception cause) => EngineLog.WritesStopped(_logger, cause, _store.Schema.Name);

    private ZvecException HeldByReaders(long bytes) => new(
        ZvecErrorCode.ResourceExhausted,
        $"A write of about {bytes} bytes to collection '{_store.Schema.Name}' finds no room in CollectionOptions.MaxMemory, which is "
            + $"{_store.Memory.Limit}: {_store.Memory.Taken} bytes are taken, by documents that are sealed and still read. Dispose "
            + "enumerations of Scan that are under way, or open the collection with a larger MaxMemory.");

    /// <summary>Called after each group of writes: freezes the segment in memory when it is full, and bounds the log when nothing but
    /// deletions fills it.</summary>
    private void AfterGroup()
    {
        if (FreezeFrom(_segmentBytes) && _options.BackgroundMaintenance)
            _scheduler.Wake();
    }

    /// <summary>Freezes the segment in memory if it takes at least so many bytes, has as many rows as a graph may have, or its log a
    /// multiple of a full segment.</summary>
    /// <returns>Whether it did.</returns>
    private bool FreezeFrom(long bytes)
    {
        bool isEmpty;
        lock (_store.WriterLock)
        {
            bool isFull = _store.Active.MemoryBytes >= bytes
                || _store.Active.RowCount >= _maintenance.LargestRows
                || _logs.CurrentBytes >= LogPart * _segmentBytes;
            if (!isFull || _store.HasFailed)
                return false;
            isEmpty = _store.Active.RowCount == 0;
        }

        try
        {
            Freeze(evenIfEmpty: true);
            if (isEmpty)
                _maintenance.Commit();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ZvecException)
        {
            // The segment or the log goes on growing, and the next group tries again; the writes themselves are safe in the log.
            EngineLog.LogRollFailed(_logger, exception, _store.Schema.Name);
            return false;
        }
    }
}

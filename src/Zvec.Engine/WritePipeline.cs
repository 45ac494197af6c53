using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;
using Zvec.Engine.Wal;

namespace Zvec.Engine;

/// <summary>Takes the writes of all callers in turn. Those that wait while a group is on its way to the device form the next group: they
/// are applied, written to the log and synced together, then shown to readers and acknowledged.</summary>
/// <remarks>A group is applied before it is logged, but nobody sees it before it is as durable as asked. When the log fails, what was
/// applied is never published, and the collection takes no more writes.</remarks>
internal sealed class WritePipeline(
    SegmentStore store,
    LogFiles logs,
    Durability durability,
    DiskSpace space,
    Func<long, MemoryReservation> makeRoom,
    Action afterGroup,
    Action<Exception> writesStopped,
    CollectionTelemetry telemetry)
{
    /// <summary>A group that has this many bytes of log takes no further request.</summary>
    private const int MostGroupBytes = 8 << 20;

    private const int FirstRecordBytes = 1 << 14;
    private const int KeptRecordBytes = 4 << 20;

    private readonly Action _sync = logs.Sync;
    private readonly Queue<WriteRequest> _queue = new();
    private readonly List<WriteRequest> _group = [];
    private readonly int _groupBytes = store.Memory.LargestGroup(MostGroupBytes);
    private readonly MemoryReservation _buffers = store.Memory.Track();
    private ByteWriter _record = new(FirstRecordBytes);
    private bool _running;
    private bool _closed;

    /// <summary>Queues a write; it is completed by the thread that leads its group.</summary>
    public void Enqueue(WriteRequest request)
    {
        lock (_queue)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(Collection));
            _queue.Enqueue(request);
            if (_running)
                return;
            _running = true;
        }

        // A caller that only asked for a buffered write pays less for writing itself than for waking another thread.
        if (durability == Durability.Buffered)
        {
            LeadGroup();
            if (TryStop())
                return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static pipeline => pipeline.LeadGroups(), this, preferLocal: false);
    }

    /// <summary>Refuses further writes and waits for those that were taken.</summary>
    public void Close()
    {
        lock (_queue)
        {
            _closed = true;
            while (_running)
                Monitor.Wait(_queue);
        }
    }

    private void LeadGroups()
    {
        do
            LeadGroup();
        while (!TryStop());
    }

    private bool TryStop()
    {
        lock (_queue)
        {
            if (_queue.Count > 0)
                return false;
            _running = false;
            Monitor.PulseAll(_queue);
            return true;
        }
    }

    private void LeadGroup()
    {
        _group.Clear();
        Exception? failure = null;
        try
        {
            using MemoryReservation memory = makeRoom(MemoryOfNext());
            lock (store.WriterLock)
            {
                store.ThrowIfFailed();
                ApplyAndCommit(memory);
            }
        }
        catch (Exception exception)
        {
            // Whatever it was, the callers learn of it; one whose turn it was meets the cause even when nothing was begun.
            failure = exception;
            if (_group.Count == 0 && TryDequeue(mayNeedPublishedState: true) is { } first)
                _group.Add(first);
        }

        foreach (WriteRequest request in _group)
        {
            if (failure is null)
                request.Complete();
            else
                request.Fail(failure);
        }

        afterGroup();
    }

    /// <param name="memory">What is reserved for the first request.</param>
    private void ApplyAndCommit(MemoryReservation memory)
    {
        try
        {
            bool mayGrow = false;
            for (bool isFirst = true; logs.PendingBytes < _groupBytes; isFirst = false)
            {
                if (TryDequeue(mayNeedPublishedState: _group.Count == 0, isFirst ? null : memory, mayGrow) is not { } request)
                    break;
                mayGrow |= request.GrowsWhenApplied;
                Apply(request);
            }

            logs.WritePending();
            if (durability == Durability.Synced)
                telemetry.Sync(_sync);
        }
        catch (Exception exception)
        {
            store.Fail(exception);
            writesStopped(exception);
            store.ThrowIfFailed();
        }

        _buffers.Resize(_record.Capacity + logs.BufferBytes);
        store.Publish();
    }

    private void Apply(WriteRequest request)
    {
        _group.Add(request);
        if (_record.Length > KeptRecordBytes)
            _record = new ByteWriter(FirstRecordBytes);
        _record.Clear();
        try
        {
            space.Take(request.LogBytes, request.DiskUse, $"A write to collection '{store.Schema.Name}'");
            request.Apply(store, _record);
        }
        catch (Exception exception) when (_record.Length == 0)
        {
            // nothing was changed, so that the others of the group can go on
            _group.RemoveAt(_group.Count - 1);
            request.Fail(exception);
            return;
        }

        if (_record.Length > 0)
            logs.Add(_record.Written);
    }

    private long MemoryOfNext()
    {
        lock (_queue)
            return _queue.TryPeek(out WriteRequest? next) ? MemoryOf(next, mayGrow: false) : 0;
    }

    /// <summary>What a request takes; for those that grow all of a group have one reservation.</summary>
    private long MemoryOf(WriteRequest request, bool mayGrow) =>
        request.GrowsWhenApplied ? mayGrow ? 0 : store.Memory.LargestCall : request.MemoryBytes;

    /// <param name="mayNeedPublishedState">Whether nothing was applied before it.</param>
    /// <param name="memory">What it takes is added here, if there is room; null when it is reserved already.</param>
    /// <param name="mayGrow">Whether memory is reserved for requests that grow.</param>
    private WriteRequest? TryDequeue(bool mayNeedPublishedState, MemoryReservation? memory = null, bool mayGrow = false)
    {
        lock (_queue)
        {
            if (!_queue.TryPeek(out WriteRequest? next) || (next.NeedsPublishedState && !mayNeedPublishedState))
                return null;
            if (memory is not null && !memory.TryGrow(MemoryOf(next, mayGrow)))
                return null;
            return _queue.Dequeue();
        }
    }
}

using Zvec.Engine.Documents;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>The segments of an open collection, and the one place where they change: by the writer, which appends and deletes, and by
/// maintenance, which puts sealed segments in the place of others. Publishes a new <see cref="Snapshot"/> after each change.</summary>
/// <remarks>
/// <see cref="WriterLock"/> guards the state; it is held by the writer for a group of writes, and by maintenance for the short hand-over of
/// a finished segment. Readers take no lock. <see cref="ManifestStore"/> makes the state durable afterwards: until then the older manifest
/// and the log say the same.
/// </remarks>
internal sealed class SegmentStore : IDisposable
{
    private readonly List<SegmentState> _sealed = [];
    private readonly List<SegmentState> _frozen = [];
    private SegmentState _active;
    private Snapshot _current;
    private Exception? _failure;
    private CollectionSchema? _nextSchema;
    private bool _disposed;

    public SegmentStore(CollectionSchema schema, IEnumerable<SegmentState> sealedSegments, long firstLog, MemoryBudget memory)
    {
        Memory = memory;
        Form = new DocumentForm(schema);
        foreach (SegmentState state in sealedSegments)
            AddSealed(_sealed.Count, state);
        _active = NewActive(firstLog);
        _current = NewSnapshot();
    }

    /// <summary>Guards all that follows, <see cref="Acquire"/> excepted.</summary>
    public Lock WriterLock { get; } = new();

    /// <summary>What the segments in memory are counted against, and whatever else takes much memory.</summary>
    public MemoryBudget Memory { get; }

    /// <summary>How new documents are checked and encoded; may be read without the lock, and may be outdated then.</summary>
    public DocumentForm Form { get; private set; }

    /// <summary>The schema that new documents follow.</summary>
    public CollectionSchema Schema => Form.Schema;

    /// <summary>The schema that the next manifest names.</summary>
    public CollectionSchema SchemaToCommit => _nextSchema ?? Schema;

    public IReadOnlyList<SegmentState> Sealed => _sealed;

    /// <summary>Segments in memory that take no more documents and wait to be sealed, oldest first.</summary>
    public IReadOnlyList<SegmentState> Frozen => _frozen;

    /// <summary>The segment that takes new documents.</summary>
    public MutableSegment Active => (MutableSegment)_active.Segment;

    /// <summary>The first file of the log that holds writes which are in no sealed segment.</summary>
    public long FirstLog => _frozen.Count > 0 ? ((MutableSegment)_frozen[0].Segment).FirstLog : Active.FirstLog;

    /// <summary>The newest snapshot, for a reader; needs no lock.</summary>
    public SnapshotLease Acquire()
    {
        while (true)
        {
            // not only when the snapshot is gone: a reader may hold it for long
            ThrowIfDisposed();
            Snapshot snapshot = Volatile.Read(ref _current);
            if (snapshot.TryAddReference())
                return new SnapshotLease(snapshot);
        }
    }

    /// <summary>Finds a document among all that was applied, published or not.</summary>
    public bool TryFind(DocumentKey key, out SegmentState state, out int row)
    {
        ulong hash = key.StableHash();
        state = _active;
        row = state.FindLiveRow(key, hash);
        if (row >= 0)
            return true;
        for (int i = _frozen.Count - 1; i >= 0; i--)
        {
            state = _frozen[i];
            row = state.FindLiveRow(key, hash);
            if (row >= 0)
                return true;
        }

        for (int i = _sealed.Count - 1; i >= 0; i--)
        {
            state = _sealed[i];
            row = state.FindLiveRow(key, hash);
            if (row >= 0)
                return true;
        }

        return false;
    }

    /// <summary>Adds a document; one with the same key must have been deleted. Not visible until <see cref="Publish"/>.</summary>
    public void Append(NormalizedDocument document) => Active.Append(document);

    /// <summary>Deletes a document, if there is one. Not visible until <see cref="Publish"/>.</summary>
    public bool Delete(DocumentKey key)
    {
        if (!TryFind(key, out SegmentState state, out int row))
            return false;
        state.Delete(row);
        return true;
    }

    /// <summary>What was applied since the last <see cref="Publish"/> is not in the log: nothing is published any more, and readers keep
    /// what they see.</summary>
    public void Fail(Exception cause) => _failure = cause;

    /// <summary>Whether the store has <see cref="Fail">failed</see>.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>Why the store has <see cref="Fail">failed</see>; null when it has not.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Throws when the store has <see cref="Fail">failed</see>, or was disposed.</summary>
    public void ThrowIfFailed()
    {
        ThrowIfDisposed();
        if (_failure is not null)
        {
            throw new ZvecException(
                ZvecErrorCode.ReadOnly,
                $"Collection '{Schema.Name}' takes no more writes, because its log could not be written ({_failure.Message}). "
                    + "Remove the cause and open it again.",
                _failure);
        }
    }

    /// <summary>Takes segments as they are now, to be written into a new one.</summary>
    public IReadOnlyList<MergeSource> Capture(IEnumerable<SegmentState> states)
    {
        ThrowIfFailed();
        return [.. states.Select(state => new MergeSource(state))];
    }

    /// <summary>Shows readers everything that was applied.</summary>
    public void Publish()
    {
        ThrowIfFailed();
        Active.Measure();
        Snapshot previous = _current;
        Volatile.Write(ref _current, NewSnapshot());
        previous.Release();
    }

    /// <summary>Has manifests name a schema that is yet to be followed: the log must hold nothing that the newest manifest cannot
    /// explain.</summary>
    /// <param name="schema">The schema, which what was written under the present one fits as well; null to give it up.</param>
    public void Announce(CollectionSchema? schema) => _nextSchema = schema;

    /// <summary>Has later documents go to a new segment with its own log.</summary>
    public void Freeze(long newLog)
    {
        ThrowIfFailed();
        if (Active.RowCount > 0)
            _frozen.Add(_active);
        else
            _active.Segment.Release();
        _active = NewActive(newLog);
        Publish();
    }

    /// <summary>Has documents follow another schema from here on, which the newest manifest names. The segment that takes them has none,
    /// and its log no document either.</summary>
    public void Follow(CollectionSchema schema)
    {
        ThrowIfFailed();
        long log = Active.FirstLog;
        _active.Segment.Release();
        _nextSchema = null;
        Form = new DocumentForm(schema);
        _active = NewActive(log);
        Publish();
    }

    /// <summary>Puts a segment in the place of others whose rows it holds, and carries over what was deleted from them meanwhile.</summary>
    /// <param name="sources">The segments that were written, as they were then.</param>
    /// <param name="replacement">The new segment: the live rows of the sources, one after another; null when there were none.</param>
    /// <returns>The segments replaced. The caller lets go of them when the new state is durable.</returns>
    public IReadOnlyList<SegmentState> Replace(IReadOnlyList<MergeSource> sources, SealedSegment? replacement)
    {
        ThrowIfFailed();
        SegmentState? state = replacement is null ? null : new SegmentState(replacement, DeleteMap.Empty);
        int firstRow = 0;
        foreach (MergeSource source in sources)
        {
            state?.Delete(source.RowsDeletedSince(firstRow));
            firstRow += source.Rows.Length;
        }

        SegmentState[] replaced = [.. sources.Select(source => source.State)];
        int position = replaced.Select(one => _sealed.IndexOf(one)).Where(index => index >= 0).DefaultIfEmpty(_sealed.Count).Min();
        _sealed.RemoveAll(replaced.Contains);
        _frozen.RemoveAll(replaced.Contains);
        if (state is not null)
            AddSealed(position, state);
        Publish();
        return replaced;
    }

    /// <summary>Shows the state of another store, in one step, in place of its own; the other store is not to be used any more.</summary>
    public void TakeOver(SegmentStore other)
    {
        SegmentState[] before = [.. _sealed, .. _frozen, _active];
        Snapshot previous = _current;
        _sealed.Clear();
        _sealed.AddRange(other._sealed);
        _frozen.Clear();
        _frozen.AddRange(other._frozen);
        _active = other._active;
        Form = other.Form;
        Volatile.Write(ref _current, other._current);
        previous.Release();
        foreach (SegmentState state in before)
            state.Segment.Release();
    }

    /// <summary>Lets go of all segments; readers that hold a snapshot keep theirs.</summary>
    public void Dispose()
    {
        lock (WriterLock)
        {
            Volatile.Write(ref _disposed, true);
            _current.Release();
            foreach (SegmentState state in _sealed.Concat(_frozen))
                state.Segment.Release();
            _active.Segment.Release();
        }
    }

    private void ThrowIfDisposed()
    {
        if (Volatile.Read(ref _disposed))
            throw new ObjectDisposedException($"Collection '{Schema.Name}'", "The collection was disposed; open it again.");
    }

    private SegmentState NewActive(long firstLog) => new(new MutableSegment(Schema, firstLog, Memory), DeleteMap.Empty);

    private void AddSealed(int position, SegmentState state)
    {
        ((SealedSegment)state.Segment).KeepScratchIn(Memory);
        _sealed.Insert(position, state);
    }

    private Snapshot NewSnapshot()
    {
        SegmentView[] views = new SegmentView[_sealed.Count + _frozen.Count + 1];
        int count = 0;
        foreach (SegmentState state in _sealed)
            views[count++] = state.Publish();
        foreach (SegmentState state in _frozen)
            views[count++] = state.Publish();
        views[count] = _active.Publish();
        return new Snapshot(Schema, views);
    }
}

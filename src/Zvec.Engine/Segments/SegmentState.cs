namespace Zvec.Engine.Segments;

/// <summary>A live segment as the writer sees it: with the deletions that the next snapshot will show. Guarded by the store's writer
/// lock.</summary>
internal sealed class SegmentState(Segment segment, DeleteMap deletes)
{
    private readonly HashSet<int> _pending = [];
    private SegmentView? _view;

    public Segment Segment => segment;

    /// <summary>The deletions that were published.</summary>
    public DeleteMap Deletes { get; private set; } = deletes;

    /// <summary>The deletions that the newest manifest holds.</summary>
    public DeleteMap CommittedDeletes { get; set; } = deletes;

    /// <summary>The file of <see cref="CommittedDeletes"/>; null when there is none.</summary>
    public DeletesRecord? DeletesRecord { get; set; }

    public int RowCount => segment is MutableSegment mutable ? mutable.RowCount : ((SealedSegment)segment).RowCount;

    public int FindLiveRow(DocumentKey key, ulong hash)
    {
        int row = segment.FindRow(key, hash, int.MaxValue);
        return row >= 0 && !Deletes[row] && !_pending.Contains(row) ? row : -1;
    }

    public void Delete(int row) => _pending.Add(row);

    public void Delete(IEnumerable<int> rows) => _pending.UnionWith(rows);

    /// <summary>What a new snapshot shows of the segment; the same object as long as nothing changed.</summary>
    public SegmentView Publish()
    {
        Deletes = Deletes.With(_pending);
        _pending.Clear();
        int rows = RowCount;
        if (_view is null || _view.RowCount != rows || !ReferenceEquals(_view.Deletes, Deletes))
            _view = new SegmentView(segment, rows, Deletes);
        return _view;
    }
}

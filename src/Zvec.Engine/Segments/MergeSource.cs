namespace Zvec.Engine.Segments;

/// <summary>A segment that is being written into a new one, as it was when the writing began.</summary>
internal sealed class MergeSource
{
    private readonly DeleteMap _deletes;

    /// <param name="state">The segment; the caller holds the writer lock.</param>
    public MergeSource(SegmentState state)
    {
        State = state;
        SegmentView view = state.Publish();
        _deletes = view.Deletes;
        Rows = view.LiveRows();
    }

    public SegmentState State { get; }

    /// <summary>The rows that were not deleted, ascending.</summary>
    public int[] Rows { get; }

    /// <summary>The rows of the new segment whose sources were deleted meanwhile.</summary>
    /// <param name="firstRow">The new segment's row that holds the first of <see cref="Rows"/>.</param>
    public IEnumerable<int> RowsDeletedSince(int firstRow) =>
        State.Publish().Deletes.Since(_deletes).Select(row => firstRow + Array.BinarySearch(Rows, row));
}

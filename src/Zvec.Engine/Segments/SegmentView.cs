using Zvec.Engine.Primitives;

namespace Zvec.Engine.Segments;

/// <summary>A segment as one snapshot sees it: that many rows, less the deleted ones. Immutable.</summary>
/// <param name="segment">The segment.</param>
/// <param name="rowCount">The rows that the snapshot sees; a mutable segment may have more by now.</param>
/// <param name="deletes">The deleted rows among them.</param>
internal sealed class SegmentView(Segment segment, int rowCount, DeleteMap deletes)
{
    public Segment Segment => segment;

    public int RowCount => rowCount;

    public DeleteMap Deletes => deletes;

    public int LiveCount => rowCount - deletes.Count;

    /// <summary>The rows that are not deleted; null when none is.</summary>
    public Bitmap? Live => deletes.Live(rowCount);

    /// <summary>The row of a document that is not deleted; −1 when there is none.</summary>
    public int FindLiveRow(DocumentKey key, ulong hash)
    {
        int row = segment.FindRow(key, hash, rowCount);
        return row >= 0 && !deletes[row] ? row : -1;
    }

    /// <summary>The numbers of the rows that are not deleted, ascending.</summary>
    public int[] LiveRows()
    {
        int[] rows = new int[LiveCount];
        for (int row = 0, i = 0; row < rowCount; row++)
        {
            if (!deletes[row])
                rows[i++] = row;
        }

        return rows;
    }
}

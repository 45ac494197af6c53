using System.Runtime.InteropServices;
using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Search;

/// <summary>Walks the rows of a few terms as if they were one.</summary>
internal sealed class UnionCursor(PostingCursor[] cursors) : PostingCursor
{
    private readonly List<int> _positions = [];

    public override int Frequency
    {
        get
        {
            int frequency = 0;
            foreach (PostingCursor cursor in cursors)
                frequency += cursor.Row == Row ? cursor.Frequency : 0;
            return frequency;
        }
    }

    public override int Next() => Seek(Row + 1);

    public override int Seek(int row)
    {
        if (row <= Row)
            return Row;
        int first = End;
        foreach (PostingCursor cursor in cursors)
            first = Math.Min(first, cursor.Row < row ? cursor.Seek(row) : cursor.Row);
        return Row = first;
    }

    public override Impact BoundFrom(int row, out int lastRow)
    {
        lastRow = End;
        int frequency = 0;
        int length = int.MaxValue;
        foreach (PostingCursor cursor in cursors)
        {
            if (cursor.Row == End)
                continue;
            if (cursor.Row > row)
            {
                lastRow = Math.Min(lastRow, cursor.Row - 1);
                continue;
            }

            Impact bound = cursor.BoundFrom(row, out int last);
            frequency += bound.Frequency;
            length = Math.Min(length, bound.Length);
            lastRow = Math.Min(lastRow, last);
        }

        return new Impact(frequency, length);
    }

    public override ReadOnlySpan<int> Positions()
    {
        _positions.Clear();
        foreach (PostingCursor cursor in cursors)
        {
            if (cursor.Row == Row)
                _positions.AddRange(cursor.Positions());
        }

        _positions.Sort();
        return CollectionsMarshal.AsSpan(_positions);
    }

    public override void Dispose()
    {
        foreach (PostingCursor cursor in cursors)
            cursor.Dispose();
    }
}

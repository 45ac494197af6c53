namespace Zvec.Engine.Search;

/// <summary>Keeps the rows that score best of all that it is shown, up to a fixed number. Rows come in the order of their places; of those
/// that score alike the first are kept.</summary>
internal sealed class BestRows(int capacity)
{
    private RankedRow[] _heap = new RankedRow[Math.Min(capacity, 64)];
    private int _count;

    /// <summary>A row that scores no more is not kept; less than any score until as many rows are kept as may be.</summary>
    public float Floor { get; private set; } = float.NegativeInfinity;

    /// <param name="segment">The row's segment: the one shown last, or a later one.</param>
    /// <param name="row">The row: behind all shown of the segment.</param>
    /// <param name="score">Its score.</param>
    /// <returns>Whether <see cref="Floor"/> has changed.</returns>
    public bool Add(int segment, int row, float score)
    {
        var added = new RankedRow(segment, row, score);
        if (_count < capacity)
        {
            if (_count == _heap.Length)
                Array.Resize(ref _heap, (int)Math.Min(_heap.Length * 2L, capacity));
            Rise(_count++, added);
            if (_count < capacity)
                return false;
        }
        else if (score > Floor)
        {
            Sink(added);
        }
        else
        {
            return false;
        }

        Floor = _heap[0].Score;
        return true;
    }

    /// <summary>The rows, best first; none may be added any more.</summary>
    public RankedRow[] ToArray()
    {
        RankedRow[] rows = _heap[.._count];
        Array.Sort(rows, static (left, right) => IsBetter(left, right) ? -1 : IsBetter(right, left) ? 1 : 0);
        return rows;
    }

    private static bool IsBetter(in RankedRow left, in RankedRow right)
    {
        if (left.Score != right.Score)
            return left.Score > right.Score;
        return left.Segment != right.Segment ? left.Segment < right.Segment : left.Row < right.Row;
    }

    private void Rise(int place, RankedRow added)
    {
        while (place > 0)
        {
            int parent = (place - 1) / 2;
            if (!IsBetter(_heap[parent], added))
                break;
            _heap[place] = _heap[parent];
            place = parent;
        }

        _heap[place] = added;
    }

    /// <summary>Puts a row in place of the worst.</summary>
    private void Sink(RankedRow added)
    {
        int place = 0;
        for (int child = 1; child < _count; child = (place * 2) + 1)
        {
            if (child + 1 < _count && IsBetter(_heap[child], _heap[child + 1]))
                child++;
            if (!IsBetter(added, _heap[child]))
                break;
            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = added;
    }
}

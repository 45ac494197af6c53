using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>Walks a list of an index, window by window.</summary>
internal struct SparseCursor
{
    /// <summary>What <see cref="NextRow"/> is behind the last row.</summary>
    public const int NoRow = int.MaxValue;

    private readonly SparseIndex _index;
    private readonly long _start;
    private readonly int _blockStart;
    private readonly int _length;
    private readonly double _weight;
    private int _position; // the first posting that is not in front of the window
    private int _end; // the first posting behind the window

    /// <param name="index">The index.</param>
    /// <param name="list">The list.</param>
    /// <param name="weight">What the query has there.</param>
    public SparseCursor(SparseIndex index, int list, float weight)
    {
        _index = index;
        _start = index.Start(list);
        _blockStart = index.BlockStart(list);
        _length = index.Length(list);
        _weight = weight;
        Leave(windowEnd: 0);
    }

    /// <summary>The number of postings of the list.</summary>
    public readonly int Length => _length;

    /// <summary>The first row that is not in front of the window; <see cref="NoRow"/> when there is none.</summary>
    public int NextRow { get; private set; }

    /// <summary>The number of postings in the window.</summary>
    public readonly int Count => _end - _position;

    /// <summary>The most that the list adds to the product of a row in the window; 0 or more, as a row need not be in the list.</summary>
    public double Bound { get; private set; }

    /// <summary>The most that the list changes the product of a row in the window, up or down.</summary>
    public double Magnitude { get; private set; }

    /// <summary>Finds the postings of the rows below the end of a window, and their bounds.</summary>
    public void Enter(int windowEnd)
    {
        Bound = 0;
        Magnitude = 0;
        int block = _position / SparseBlock.Length;
        int first = block * SparseBlock.Length;
        ReadOnlySpan<SparseBlock> blocks = _index.Blocks(_blockStart + block, SparseBlock.CountFor(_length) - block);
        int passed = 0;
        for (; passed < blocks.Length && blocks[passed].LastRow < windowEnd; passed++)
            Include(blocks[passed]);
        first += passed * SparseBlock.Length;
        if (passed == blocks.Length)
        {
            _end = _length;
            return;
        }

        int from = Math.Max(first, _position);
        int count = Math.Min(first + SparseBlock.Length, _length) - from;
        int inside = FirstAtLeast(_index.Rows(_start, from, count), 0, windowEnd);
        if (inside > 0)
            Include(blocks[passed]);
        _end = from + inside;
    }

    /// <summary>Goes on behind the window that was entered last.</summary>
    public void Leave(int windowEnd)
    {
        _position = _end;
        NextRow = _position < _length ? _index.Rows(_start, _position, 1)[0] : NoRow;
        if (NextRow < windowEnd)
            throw Corrupt();
    }

    /// <summary>Adds the list's part to the products of all rows in the window.</summary>
    /// <param name="windowStart">The first row of the window.</param>
    /// <param name="scores">The products, for each row of the window that there is.</param>
    /// <param name="touched">The rows of the window that have any, a bit each.</param>
    public readonly void AddTo(int windowStart, Span<double> scores, Span<ulong> touched)
    {
        ReadOnlySpan<int> rows = _index.Rows(_start, _position, Count);
        ReadOnlySpan<float> weights = _index.Weights(_start, _length, _position, Count);
        for (int i = 0; i < rows.Length && i < weights.Length; i++)
        {
            uint place = (uint)(rows[i] - windowStart);
            if (place >= (uint)scores.Length)
                throw Corrupt();
            scores[(int)place] += _weight * weights[i];
            touched[(int)(place >> 6)] |= 1UL << (int)place;
        }
    }

    /// <summary>Adds the list's part to the products of some rows in the window.</summary>
    /// <param name="rows">The rows, ascending.</param>
    /// <param name="scores">Their products.</param>
    public readonly void AddTo(ReadOnlySpan<int> rows, Span<double> scores)
    {
        ReadOnlySpan<int> listed = _index.Rows(_start, _position, Count);
        ReadOnlySpan<float> weights = _index.Weights(_start, _length, _position, Count);
        int place = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            place = FirstAtLeast(listed, place, rows[i]);
            if (place == listed.Length)
                return;
            if (listed[place] == rows[i])
                scores[i] += _weight * weights[place];
        }
    }

    /// <summary>The place of the first row that is not less than another, from a place on; in steps that double, and then by halves
    /// (Bentley and Yao, "An almost optimal algorithm for unbounded searching", 1976).</summary>
    private static int FirstAtLeast(ReadOnlySpan<int> rows, int from, int row)
    {
        int low = from;
        int step = 1;
        while (low + step <= rows.Length && rows[low + step - 1] < row)
        {
            low += step;
            step <<= 1;
        }

        int high = Math.Min(low + step - 1, rows.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (rows[middle] < row)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Include(SparseBlock block)
    {
        double least = _weight * block.Least;
        double most = _weight * block.Most;
        Bound = Math.Max(Bound, Math.Max(least, most));
        Magnitude = Math.Max(Magnitude, Math.Max(Math.Abs(least), Math.Abs(most)));
    }

    private readonly ZvecException Corrupt() =>
        SectionFileReader.Corrupt(_index.Path, "rows of a list are not ascending, or not those of the segment");
}

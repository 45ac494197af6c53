namespace Zvec.Engine.Indexes.Text;

/// <summary>The rows of one term in memory, with its places in them. One thread appends; others read as many postings as they saw
/// counted.</summary>
/// <remarks>
/// One stream has for each row a varint: twice the number of rows passed over since the last one, plus 1 when the term occurs once;
/// otherwise the frequency follows. Another has the places: in each row the first, then the differences.
/// </remarks>
internal sealed class FreshPostings
{
    /// <summary>Postings in a block.</summary>
    public const int BlockLength = 128;

    /// <summary>What an instance takes in memory, the reference to it included.</summary>
    public const int MemoryBytes = 112;

    private SliceWriter _rows;
    private SliceWriter _positions;
    private FreshBlock[] _blocks = [];
    private int _count;
    private int _lastRow = -1;
    private int _mostFrequency;
    private int _leastLength = int.MaxValue;
    private int _blockFrequency;
    private int _blockLength = int.MaxValue;

    // of the row that is being read
    private int _frequency;
    private int _lastPosition;

    /// <summary>The postings that can be read: a bound of what is seen by readers of fewer rows.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>A bound of what the term contributes to any row.</summary>
    public Impact MostImpact => new(_mostFrequency, _leastLength);

    /// <summary>The streams, from their beginning.</summary>
    public (SlicePosition Rows, SlicePosition Positions) Start => (_rows.Start, _positions.Start);

    /// <summary>The bytes of the streams; for the appending thread.</summary>
    public (long Rows, long Positions) Lengths => (_rows.Length, _positions.Length);

    /// <summary>The full blocks among so many postings.</summary>
    public ReadOnlySpan<FreshBlock> Blocks(int count) => Volatile.Read(ref _blocks).AsSpan(0, count / BlockLength);

    /// <summary>Adds an occurrence in the present row.</summary>
    /// <returns>Whether it is the first in that row.</returns>
    public bool AddPosition(SlicePool pool, int position)
    {
        _positions.Write(pool, (uint)(_frequency == 0 ? position : position - _lastPosition));
        _lastPosition = position;
        return _frequency++ == 0;
    }

    /// <summary>Ends the present row.</summary>
    public void EndRow(SlicePool pool, int row, int length)
    {
        ulong gap = (ulong)(row - _lastRow - 1);
        _rows.Write(pool, (gap << 1) | (_frequency == 1 ? 1UL : 0));
        if (_frequency > 1)
            _rows.Write(pool, (uint)_frequency);
        _mostFrequency = Math.Max(_mostFrequency, _frequency);
        _leastLength = Math.Min(_leastLength, length);
        _blockFrequency = Math.Max(_blockFrequency, _frequency);
        _blockLength = Math.Min(_blockLength, length);
        Volatile.Write(ref _lastRow, row);
        _frequency = 0;
        int count = _count + 1;
        if (count % BlockLength == 0)
            EndBlock(count / BlockLength);
        Volatile.Write(ref _count, count);
    }

    /// <summary>How many of the postings are of rows before <paramref name="rowCount"/>.</summary>
    public int CountBefore(int rowCount, SlicePool pool)
    {
        int count = Count;
        if (Volatile.Read(ref _lastRow) < rowCount)
            return count;
        ReadOnlySpan<FreshBlock> blocks = Blocks(count);
        int block = FindBlock(blocks, rowCount, 0);
        int before = block * BlockLength;
        int row = block == 0 ? -1 : blocks[block - 1].LastRow;
        var reader = new SliceReader(pool, block == 0 ? _rows.Start : blocks[block - 1].RowsEnd);
        for (; before < count; before++)
        {
            Read(ref reader, ref row);
            if (row >= rowCount)
                break;
        }

        return before;
    }

    /// <summary>Reads a row and its frequency.</summary>
    /// <param name="reader">The stream of rows.</param>
    /// <param name="row">The row before, and then the row.</param>
    /// <returns>The frequency.</returns>
    public static int Read(ref SliceReader reader, ref int row)
    {
        ulong value = reader.ReadVarint();
        row += 1 + (int)(value >> 1);
        return (value & 1) != 0 ? 1 : (int)reader.ReadVarint();
    }

    /// <summary>The first block, from one on, that has rows at or behind <paramref name="row"/>; their number when none has.</summary>
    public static int FindBlock(ReadOnlySpan<FreshBlock> blocks, int row, int from)
    {
        int low = from, high = blocks.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (blocks[middle].LastRow < row)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void EndBlock(int blocks)
    {
        FreshBlock[] grown = _blocks;
        if (blocks > grown.Length)
            Array.Resize(ref grown, Math.Max(4, grown.Length * 2));
        grown[blocks - 1] = new FreshBlock(_lastRow, new Impact(_blockFrequency, _blockLength), _rows.End, _positions.End);
        Volatile.Write(ref _blocks, grown);
        _blockFrequency = 0;
        _blockLength = int.MaxValue;
    }
}

namespace Zvec.Engine.Indexes.Text;

/// <summary>Walks the rows of a term in memory.</summary>
internal sealed class FreshCursor : PostingCursor
{
    private readonly FreshPostings _postings;
    private readonly SlicePool _pool;
    private readonly int _count;
    private SliceReader _rows;
    private SliceReader _positionReader;
    private int _read;
    private int _lastRow = -1;
    private int _frequency;
    private long _positionsBefore; // that are in the stream before those of the present row
    private bool _hasPositions;
    private int[] _positions = [];

    /// <param name="postings">The rows.</param>
    /// <param name="pool">Where they are.</param>
    /// <param name="count">How many of them, at least 1.</param>
    public FreshCursor(FreshPostings postings, SlicePool pool, int count)
    {
        _postings = postings;
        _pool = pool;
        _count = count;
        _rows = new SliceReader(pool, postings.Start.Rows);
        _positionReader = new SliceReader(pool, postings.Start.Positions);
    }

    public override int Frequency => _frequency;

    public override int Next()
    {
        if (_read == _count)
            return Row = End;
        if (!_hasPositions)
            _positionsBefore += _frequency;
        _hasPositions = false;
        _frequency = FreshPostings.Read(ref _rows, ref _lastRow);
        _read++;
        return Row = _lastRow;
    }

    public override int Seek(int row)
    {
        if (row <= Row)
            return Row;
        ReadOnlySpan<FreshBlock> blocks = _postings.Blocks(_count);
        int present = Math.Max(0, _read - 1) / FreshPostings.BlockLength;
        if (present < blocks.Length && blocks[present].LastRow < row)
        {
            int block = FreshPostings.FindBlock(blocks, row, present + 1);
            if (block * FreshPostings.BlockLength > _read)
                GoTo(block, blocks[block - 1]);
        }

        while (Next() < row)
        {
        }

        return Row;
    }

    public override Impact BoundFrom(int row, out int lastRow)
    {
        ReadOnlySpan<FreshBlock> blocks = _postings.Blocks(_count);
        int block = FreshPostings.FindBlock(blocks, row, 0);
        lastRow = End;
        if (block == blocks.Length)
            return block * FreshPostings.BlockLength == _count ? new Impact(0, 1) : _postings.MostImpact;
        lastRow = blocks[block].LastRow;
        return blocks[block].Impact;
    }

    public override ReadOnlySpan<int> Positions()
    {
        if (!_hasPositions)
        {
            _positionReader.Skip(_positionsBefore);
            _positionsBefore = 0;
            if (_positions.Length < _frequency)
                _positions = new int[Math.Max(_frequency, 2 * _positions.Length)];
            int position = 0;
            for (int i = 0; i < _frequency; i++)
                _positions[i] = position += (int)_positionReader.ReadVarint();
            _hasPositions = true;
        }

        return _positions.AsSpan(0, _frequency);
    }

    public override void Dispose()
    {
    }

    private void GoTo(int block, FreshBlock before)
    {
        _read = block * FreshPostings.BlockLength;
        _lastRow = before.LastRow;
        _rows = new SliceReader(_pool, before.RowsEnd);
        _positionReader = new SliceReader(_pool, before.PositionsEnd);
        _positionsBefore = 0;
        _frequency = 0;
        _hasPositions = false;
    }
}

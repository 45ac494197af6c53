using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Walks the rows of a term that are mapped, a block at a time. What it reads may lie: rows are those of the segment, and every
/// walk ends.</summary>
internal sealed class TextCursor : PostingCursor
{
    private const int BlockLength = BitPacking.BlockLength;

    /// <summary>Gaps of so many bits do not add up to more than 32 bits in a block, so that rows ascend even if gaps lie.</summary>
    private const int MostSafeBits = 23;

    private readonly TextIndexReader _index;
    private readonly TextTerm _term;
    private readonly string _path;
    private readonly int[] _rows = new int[BlockLength];
    private readonly int[] _frequencies = new int[BlockLength]; // less 1
    private PositionReader? _positions;
    private int _block = -1;
    private int _at = -1;
    private int _length;
    private bool _hasFrequencies;

    /// <param name="index">The index.</param>
    /// <param name="term">Where the postings are.</param>
    /// <param name="path">The file, for messages.</param>
    public TextCursor(TextIndexReader index, TextTerm term, string path)
    {
        _index = index;
        _term = term;
        _path = path;
    }

    public override int Frequency
    {
        get
        {
            ReadFrequencies();
            return _frequencies[_at] + 1;
        }
    }

    private bool HasBlocks => _term.RowCount >= BlockLength;

    private int BlockCount => (int)TextFormat.BlockCount(_term.RowCount);

    private ReadOnlySpan<TextBlock> Blocks =>
        MemoryMarshal.Cast<byte, TextBlock>(_index.Postings.Slice(_term.Blocks, (int)TextFormat.BlockTableBytes(_term.RowCount)));

    public override int Next()
    {
        if (_at + 1 < _length)
            return Row = _rows[++_at];
        return NextBlock();
    }

    public override int Seek(int row)
    {
        if (row <= Row)
            return Row;
        if (_length == 0 || _rows[_length - 1] < row)
        {
            int block = HasBlocks ? FindBlock(row, _block + 1) : _block + 1;
            if (!ReadBlock(block))
                return Row = End;
            _at = 0;
        }

        _at = FirstFrom(row, Math.Max(0, _at));
        Row = _rows[_at];
        while (Row < row)
            Next();
        return Row;
    }

    public override int Read(int end, Span<int> rows, Span<int> frequencies)
    {
        if (Row >= end)
            return 0;
        int last = _rows[_length - 1] < end ? _length : FirstFrom(end, _at);
        int count = Math.Min(rows.Length, last - _at);
        _rows.AsSpan(_at, count).CopyTo(rows);
        ReadFrequencies();
        ReadOnlySpan<int> repetitions = _frequencies.AsSpan(_at, count);
        for (int i = 0; i < repetitions.Length; i++)
            frequencies[i] = repetitions[i] + 1;
        _at += count - 1;
        Next();
        return count;
    }

    public override Impact BoundFrom(int row, out int lastRow)
    {
        lastRow = End;
        if (!HasBlocks)
        {
            if (_block < 0)
                return _term.MostImpact;
            if (row > _rows[_length - 1])
                return new Impact(0, 1);
            lastRow = _rows[_length - 1];
            return _term.MostImpact;
        }

        int block = FindBlock(row, Math.Max(0, _block));
        if (block == BlockCount)
            return new Impact(0, 1);
        TextBlock bound = Blocks[block];
        lastRow = bound.LastRow;
        return bound.Impact;
    }

    public override ReadOnlySpan<int> Positions()
    {
        ReadFrequencies();
        _positions ??= new PositionReader(_index.Postings, _term, _path);
        return _positions.Read(_block, _at, _frequencies);
    }

    public override void Dispose()
    {
    }

    private int NextBlock()
    {
        if (Row == End || !ReadBlock(_block + 1))
            return Row = End;
        _at = 0;
        return Row = _rows[0];
    }

    /// <summary>The first block, from one on, whose last row is at or behind another; their number when none is.</summary>
    private int FindBlock(int row, int from)
    {
        ReadOnlySpan<TextBlock> blocks = Blocks;

        // the block is mostly near: first in growing steps, then between the last two
        int low = from;
        int step = 1;
        while (low + step < blocks.Length && blocks[low + step - 1].LastRow < row)
        {
            low += step;
            step *= 2;
        }

        int high = Math.Min(blocks.Length, low + step);
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

    /// <summary>The first place of the block, from one on, whose row is at or behind another; one is.</summary>
    private int FirstFrom(int row, int from)
    {
        // the place is mostly near, as that of a block is
        int low = from;
        int step = 1;
        while (low + step < _length && _rows[low + step - 1] < row)
        {
            low += step;
            step *= 2;
        }

        int high = Math.Min(_length - 1, low + step);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_rows[middle] < row)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <returns>False when there is no such block.</returns>
    private bool ReadBlock(int block)
    {
        if (block >= BlockCount)
        {
            _block = BlockCount;
            _at = _length; // so that there is no next row
            return false;
        }

        _block = block;
        _at = -1;
        _length = 0;
        if (block == _term.RowCount / BlockLength)
            ReadRest(block);
        else
            ReadFull(block);
        return true;
    }

    private void ReadFull(int block)
    {
        ReadOnlySpan<TextBlock> blocks = Blocks;
        TextBlock full = blocks[block];
        if (full.GapBits > TextFormat.MostBits || full.FrequencyBits > TextFormat.MostBits)
            throw Corrupt(block);
        Span<uint> rows = MemoryMarshal.Cast<int, uint>(_rows.AsSpan());
        BitPacking.Unpack(Slice(full.Start, BitPacking.ByteLength(full.GapBits)), full.GapBits, rows);
        int before = block == 0 ? -1 : blocks[block - 1].LastRow;
        if (BitPacking.SumGaps(rows, before) != (uint)full.LastRow || (uint)full.LastRow >= (uint)_index.RowCount)
            throw Corrupt(block);
        if (full.GapBits > MostSafeBits && !IsAscending(rows))
            throw Corrupt(block);
        _hasFrequencies = false;
        _length = BlockLength;
    }

    private static bool IsAscending(ReadOnlySpan<uint> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i] <= rows[i - 1])
                return false;
        }

        return true;
    }

    private void ReadFrequencies()
    {
        if (_hasFrequencies)
            return;
        TextBlock full = Blocks[_block];
        ReadOnlySpan<byte> bytes = Slice(full.Start + BitPacking.ByteLength(full.GapBits), BitPacking.ByteLength(full.FrequencyBits));
        BitPacking.Unpack(bytes, full.FrequencyBits, MemoryMarshal.Cast<int, uint>(_frequencies.AsSpan()));
        _hasFrequencies = true;
    }

    /// <summary>Reads the rows behind the last full block.</summary>
    private void ReadRest(int block)
    {
        long start = HasBlocks ? Blocks[block].Start : 0;
        int before = block == 0 ? -1 : Blocks[block - 1].LastRow;
        if (start > _term.RowBytes || _term.RowBytes - start > Array.MaxLength)
            throw Corrupt(block);
        var reader = new SpanReader(Slice(start, (int)(_term.RowBytes - start)));
        int count = _term.RowCount % BlockLength;
        long row = before;
        try
        {
            for (int i = 0; i < count; i++)
            {
                ulong value = reader.ReadVarint();
                ulong frequency = (value & 1) != 0 ? 1 : reader.ReadVarint();
                if ((value >> 1) > int.MaxValue || frequency - 1 >= int.MaxValue)
                    throw Corrupt(block);
                row += 1 + (long)(value >> 1);
                if (row < 0 || row >= _index.RowCount)
                    throw Corrupt(block);
                _rows[i] = (int)row;
                _frequencies[i] = (int)frequency - 1;
            }
        }
        catch (EndOfStreamException)
        {
            throw Corrupt(block);
        }

        _hasFrequencies = true;
        _length = count;
    }

    private ReadOnlySpan<byte> Slice(long start, int count)
    {
        if (start > _term.RowBytes - count)
            throw Corrupt(_block);
        return _index.Postings.Slice(_term.Start + start, count);
    }

    private ZvecException Corrupt(int block) =>
        SectionFileReader.Corrupt(_path, $"block {block} of a term in {_term.RowCount} rows is not readable");
}

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Reads the places of a term in the rows of one block after another, of those rows only that are asked for.</summary>
internal sealed class PositionReader(Section postings, TextTerm term, string path)
{
    private int[] _positions = [];
    private int _count;
    private int _block = -1;
    private int _read = -1; // the place of the row that was read last
    private int _offset; // where in the block's positions the next row's begin

    /// <summary>The places of the term in a row.</summary>
    /// <param name="block">The block, not before that of the last call.</param>
    /// <param name="at">The row's place in it, not before that of the last call in the same block.</param>
    /// <param name="frequencies">The frequencies of the block's rows, less 1.</param>
    public ReadOnlySpan<int> Read(int block, int at, ReadOnlySpan<int> frequencies)
    {
        if (block != _block)
        {
            _block = block;
            _read = -1;
            _offset = 0;
        }

        if (at != _read)
            Decode(at, frequencies);
        return _positions.AsSpan(0, _count);
    }

    private void Decode(int at, ReadOnlySpan<int> frequencies)
    {
        ReadOnlySpan<byte> bytes = BlockBytes();
        long passed = 0;
        for (int i = _read + 1; i < at; i++)
            passed += frequencies[i] + 1L;
        int offset = Skip(bytes, _offset, passed);
        int count = frequencies[at] + 1;
        if (offset < 0 || count <= 0 || count > bytes.Length - offset)
            throw Corrupt();
        if (_positions.Length < count)
            _positions = new int[Math.Max(count, 2 * _positions.Length)];
        uint position = 0;
        for (int i = 0; i < count; i++)
        {
            if (!TryRead(bytes, ref offset, out uint gap))
                throw Corrupt();
            position += gap;
            _positions[i] = (int)position;
        }

        _count = count;
        _read = at;
        _offset = offset;
    }

    private ReadOnlySpan<byte> BlockBytes()
    {
        long start = 0;
        long end = term.PositionBytes;
        if (term.RowCount >= BitPacking.BlockLength)
        {
            ReadOnlySpan<TextBlock> blocks =
                MemoryMarshal.Cast<byte, TextBlock>(postings.Slice(term.Blocks, (int)TextFormat.BlockTableBytes(term.RowCount)));
            start = blocks[_block].Positions;
            if (_block + 1 < blocks.Length)
                end = blocks[_block + 1].Positions;
        }

        if (start > end || end > term.PositionBytes || end - start > Array.MaxLength)
            throw Corrupt();
        return postings.Slice(term.Positions + start, (int)(end - start));
    }

    /// <summary>Passes over varints: of each, only the last byte has its highest bit clear.</summary>
    /// <returns>Where the next one begins; −1 when there are not so many.</returns>
    private static int Skip(ReadOnlySpan<byte> bytes, int offset, long count)
    {
        const ulong HighBits = 0x8080_8080_8080_8080;
        while (count >= sizeof(ulong) && bytes.Length - offset >= sizeof(ulong))
        {
            ulong ends = ~BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]) & HighBits;
            count -= BitOperations.PopCount(ends);
            offset += sizeof(ulong);
        }

        // eight bytes may end within a varint: what is left of it has no end counted yet
        for (; count > 0; offset++)
        {
            if (offset >= bytes.Length)
                return -1;
            if (bytes[offset] < 0x80)
                count--;
        }

        return offset;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, ref int offset, out uint value)
    {
        value = 0;
        for (int shift = 0; shift < 35 && offset < bytes.Length; shift += 7)
        {
            byte next = bytes[offset++];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
                return true;
        }

        return false;
    }

    private ZvecException Corrupt() =>
        SectionFileReader.Corrupt(path, $"the positions of block {_block} of a term in {term.RowCount} rows are not readable");
}

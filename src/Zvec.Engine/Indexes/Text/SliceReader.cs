using System.Buffers.Binary;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Reads a stream of a <see cref="SlicePool"/>, by somebody who knows how much is in it.</summary>
internal struct SliceReader
{
    private readonly SlicePool _pool;
    private byte[] _chunk;
    private int _offset;
    private int _left;
    private int _slice;

    public SliceReader(SlicePool pool, SlicePosition start)
    {
        _pool = pool;
        _chunk = pool.Find(start.Address, out _offset);
        _slice = start.Slice;
        _left = SlicePool.RoomIn(_slice) - start.Used;
    }

    public byte ReadByte()
    {
        if (_left == 0)
            Follow();
        _left--;
        return _chunk[_offset++];
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    /// <summary>Reads as many bytes as there is room for.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_left == 0)
                Follow();
            int piece = Math.Min(_left, bytes.Length);
            _chunk.AsSpan(_offset, piece).CopyTo(bytes);
            _offset += piece;
            _left -= piece;
            bytes = bytes[piece..];
        }
    }

    /// <summary>Passes over varints.</summary>
    /// <returns>How many bytes they had.</returns>
    public long Skip(long count)
    {
        long bytes = 0;
        while (count > 0)
        {
            bytes++;
            if (ReadByte() < 0x80)
                count--;
        }

        return bytes;
    }

    private void Follow()
    {
        _chunk = _pool.Find(BinaryPrimitives.ReadInt32LittleEndian(_chunk.AsSpan(_offset)), out _offset);
        _left = SlicePool.RoomIn(++_slice);
    }
}

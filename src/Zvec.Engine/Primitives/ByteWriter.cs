using System.Buffers.Binary;
using System.Text;

namespace Zvec.Engine.Primitives;

/// <summary>Gathers little-endian values into one growing array.</summary>
internal sealed class ByteWriter(int capacity = 256)
{
    private byte[] _buffer = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Takes back what was written behind <paramref name="length"/>.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length, nameof(length));
        Length = length;
    }

    /// <summary>Bytes of the array.</summary>
    public int Capacity => _buffer.Length;

    /// <summary>Makes room for <paramref name="count"/> bytes that follow, no more of it than that.</summary>
    public void EnsureRoom(int count)
    {
        if (_buffer.Length - Length < count)
            Array.Resize(ref _buffer, Length + count);
    }

    /// <summary>Makes room for <paramref name="count"/> bytes and returns them, to be filled by the caller.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
            Grow(count);
        Span<byte> span = _buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }

    public void WriteByte(byte value) => Reserve(1)[0] = value;

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);

    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value);

    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);

    public void WriteBytes(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Writes an unsigned number, seven bits a byte, lowest first (LEB128).</summary>
    public void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    /// <summary>Writes a length in bytes as a varint, then the text as UTF-8.</summary>
    public void WriteString(string value)
    {
        int count = Encoding.UTF8.GetByteCount(value);
        WriteVarint((ulong)count);
        Encoding.UTF8.GetBytes(value, Reserve(count));
    }

    private void Grow(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long needed = (long)Length + count;
        if (needed > Array.MaxLength)
            throw new OverflowException($"{needed} bytes are more than an array holds.");

        Array.Resize(ref _buffer, (int)Math.Max(Math.Min(_buffer.Length * 2L, Array.MaxLength), needed));
    }
}

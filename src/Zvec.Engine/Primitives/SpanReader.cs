using System.Buffers.Binary;
using System.Text;

namespace Zvec.Engine.Primitives;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Bytes that end too early throw <see cref="EndOfStreamException"/>, and no length is
/// trusted before it is checked.</summary>
internal ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public ReadOnlySpan<byte> ReadBytes(int count) => Take(count);

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = ReadByte();
            if (shift == 63 && next > 1)
                break; // would not fit 64 bits
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new EndOfStreamException("A varint is larger than 64 bits.");
    }

    /// <summary>Reads a varint that counts things of which each takes at least <paramref name="minimumBytes"/> of what remains.</summary>
    public int ReadCount(int minimumBytes = 1)
    {
        ulong count = ReadVarint();
        if (count > (ulong)(Remaining / minimumBytes))
            throw new EndOfStreamException($"A count of {count} does not fit the {Remaining} bytes that remain.");
        return (int)count;
    }

    public string ReadString() => Encoding.UTF8.GetString(Take(ReadCount()));

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Remaining)
            throw new EndOfStreamException($"{count} bytes are needed and {Remaining} remain.");
        ReadOnlySpan<byte> taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}

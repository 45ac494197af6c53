using System.Buffers.Binary;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Memory in which many streams of bytes grow side by side, most of them short: each is a chain of slices, every one up to twice
/// as long as the one before. One thread appends; others read what they know to be there.</summary>
internal sealed class SlicePool
{
    /// <summary>The bytes of a slice that hold where the next one is.</summary>
    public const int LinkLength = 4;

    private const int ChunkShift = 15;
    private const int ChunkLength = 1 << ChunkShift;

    private byte[][] _chunks = []; // replaced, never changed
    private int _used = ChunkLength;

    /// <summary>Lengths of the slices of a stream, in their order; all further ones are as long as the last.</summary>
    private static ReadOnlySpan<short> SliceLengths => [8, 16, 24, 40, 64, 128, 256, 512, 1024, 2048];

    /// <summary>Bytes of memory; for the appending thread.</summary>
    public long MemoryBytes => (long)_chunks.Length * ChunkLength;

    /// <summary>The bytes of a stream that fit the slice of that number.</summary>
    public static int RoomIn(int slice) => SliceLengths[Math.Min(slice, SliceLengths.Length - 1)] - LinkLength;

    /// <summary>Takes a new slice.</summary>
    /// <returns>The address of its first byte.</returns>
    public int Take(int slice)
    {
        int length = RoomIn(slice) + LinkLength;
        if (_used + length > ChunkLength)
        {
            byte[][] grown = [.. _chunks, new byte[ChunkLength]];
            if (grown.Length > int.MaxValue >> ChunkShift)
                throw new InvalidOperationException("A text index in memory has more than two gigabytes.");
            Volatile.Write(ref _chunks, grown);
            _used = 0;
        }

        int address = ((_chunks.Length - 1) << ChunkShift) + _used;
        _used += length;
        return address;
    }

    /// <summary>The chunk that an address lies in, and where.</summary>
    public byte[] Find(int address, out int offset)
    {
        offset = address & (ChunkLength - 1);
        return Volatile.Read(ref _chunks)[address >> ChunkShift];
    }

    /// <summary>Writes where the slice goes on whose bytes end at an address.</summary>
    public void Link(int end, int next)
    {
        byte[] chunk = Find(end, out int offset);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(offset), next);
    }
}

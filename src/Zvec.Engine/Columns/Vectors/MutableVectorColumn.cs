using System.Numerics;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Columns;

/// <summary>A vector column in memory that one thread appends to while others read the rows that were published to them.</summary>
/// <remarks>
/// Rows lie in chunks that never move. The first chunk is small and each following twice as large, up to about a mebibyte, so that a small
/// collection takes little memory.
/// Dispose when no reader is left.
/// </remarks>
internal sealed unsafe class MutableVectorColumn : VectorColumn
{
    private const int SmallestChunkBytes = 1 << 13;
    private const int LargestChunkBytes = 1 << 20;

    private readonly int _stride;
    private readonly int _firstChunkShift;
    private readonly int _doublings;

    // replaced, never changed, when they grow; the appending thread sets only bits of rows that no reader knows of yet
    private NativeBuffer[] _chunks = [];
    private ulong[]? _missing;
    private int _count;

    public MutableVectorColumn(VectorRowLayout layout)
    {
        Layout = layout;
        _stride = layout.Stride;
        _firstChunkShift = BitOperations.Log2((uint)Math.Max(1, SmallestChunkBytes / _stride));
        _doublings = BitOperations.Log2((uint)Math.Max(1, LargestChunkBytes / _stride)) - _firstChunkShift;
    }

    public override VectorRowLayout Layout { get; }

    /// <summary>Rows appended so far.</summary>
    public override int Count => Volatile.Read(ref _count);

    /// <summary>Bytes of memory that the rows take, room for further ones included.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Appends a row with a vector.</summary>
    /// <param name="elements">The elements as bytes, exactly <see cref="VectorRowLayout.DataBytes"/> of them.</param>
    public void Append(ReadOnlySpan<byte> elements)
    {
        VectorEncoder.Encode(Layout, elements, new Span<byte>(MakeRow(), _stride));
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Appends a row without a vector.</summary>
    public void AppendMissing()
    {
        new Span<byte>(MakeRow(), _stride).Clear();
        int word = _count >> 6;
        ulong[] missing = _missing ?? [];
        if (word >= missing.Length)
            Array.Resize(ref missing, Math.Max(word + 1, missing.Length * 2));
        missing[word] |= 1UL << _count;
        Volatile.Write(ref _missing, missing);
        Volatile.Write(ref _count, _count + 1);
    }

    public override Bitmap? PresentUpTo(int count)
    {
        ulong[]? missing = Volatile.Read(ref _missing);
        if (missing is null)
            return null;
        Bitmap present = Bitmap.Full(count);
        Span<ulong> words = present.MutableWords;
        for (int i = 0; i < Math.Min(words.Length, missing.Length); i++)
            words[i] &= ~Volatile.Read(ref missing[i]);
        return present;
    }

    public override bool HasVector(int row)
    {
        ulong[]? missing = Volatile.Read(ref _missing);
        return missing is null || row >> 6 >= missing.Length || (missing[row >> 6] >> row & 1) == 0;
    }

    public override VectorBlock BlockAt(int row)
    {
        int count = Count;
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, count);
        (int chunk, int start) = Locate(row);
        byte* pointer = Volatile.Read(ref _chunks)[chunk].Pointer + ((long)(row - start) * _stride);
        return new VectorBlock(pointer, row, Math.Min(count, start + ChunkRows(chunk)) - row);
    }

    public override void Dispose()
    {
        foreach (NativeBuffer chunk in _chunks)
            chunk.Dispose();
    }

    private byte* MakeRow()
    {
        (int chunk, int start) = Locate(_count);
        if (chunk == _chunks.Length)
        {
            NativeBuffer[] grown = new NativeBuffer[chunk + 1];
            _chunks.CopyTo(grown, 0);
            grown[chunk] = new NativeBuffer(((long)ChunkRows(chunk) * _stride) + VectorRowLayout.Slack);
            AllocatedBytes += grown[chunk].Length;
            Volatile.Write(ref _chunks, grown);
        }

        return _chunks[chunk].Pointer + ((long)(_count - start) * _stride);
    }

    private int ChunkRows(int chunk) => 1 << (_firstChunkShift + Math.Min(chunk, _doublings));

    /// <summary>The chunk that holds a row, and that chunk's first row.</summary>
    private (int Chunk, int Start) Locate(int row)
    {
        // chunk c of the doubling ones starts at first·(2^c − 1), so that row + first has the bit first·2^c as its highest
        long shifted = ((long)row >> _firstChunkShift) + 1;
        int chunk = BitOperations.Log2((ulong)shifted);
        if (chunk <= _doublings)
            return (chunk, ((1 << chunk) - 1) << _firstChunkShift);
        int doubledRows = ((1 << _doublings) - 1) << _firstChunkShift;
        int full = (row - doubledRows) >> (_firstChunkShift + _doublings);
        return (_doublings + full, doubledRows + (full << (_firstChunkShift + _doublings)));
    }
}

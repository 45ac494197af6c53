using System.Runtime.CompilerServices;

namespace Zvec.Engine.Primitives;

/// <summary>A list that one thread appends to while others read: an element stays where it is, or is copied before the writer turns to the
/// copy, so a reader that knows a published count may read all below it without a lock.</summary>
internal sealed class ChunkedList<T>
{
    /// <summary>Elements in a chunk; a power of two.</summary>
    public const int ChunkLength = 1 << ChunkShift;

    private const int ChunkShift = 12;
    private const int SmallestChunkLength = 16;

    private T[][] _chunks = [];

    /// <summary>Elements appended so far; for the appending thread.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that the elements take, room for further ones included; for the appending thread.</summary>
    public long AllocatedBytes { get; private set; }

    public T this[int index] => Volatile.Read(ref _chunks)[index >> ChunkShift][index & (ChunkLength - 1)];

    public void Add(T value)
    {
        int chunk = Count >> ChunkShift;
        int place = Count & (ChunkLength - 1);
        if (chunk == _chunks.Length || place == _chunks[chunk].Length)
            Grow(chunk, place);
        _chunks[chunk][place] = value;
        Count++;
    }

    /// <summary>The elements from <paramref name="start"/> to the end of its chunk, at most <paramref name="count"/> of them.</summary>
    public ReadOnlySpan<T> Run(int start, int count)
    {
        if (count == 0)
            return default; // the chunk may not be there yet
        int offset = start & (ChunkLength - 1);
        return Volatile.Read(ref _chunks)[start >> ChunkShift].AsSpan(offset, Math.Min(count, ChunkLength - offset));
    }

    /// <summary>Adds a chunk, or doubles the first one while it is short of its full length, so that a short list takes little.</summary>
    private void Grow(int chunk, int place)
    {
        T[][] grown = new T[chunk + 1][];
        _chunks.CopyTo(grown, 0);
        grown[chunk] = new T[chunk == 0 ? Math.Max(SmallestChunkLength, 2 * place) : ChunkLength];
        if (place > 0)
            _chunks[chunk].CopyTo(grown[chunk], 0);
        AllocatedBytes += (long)(grown[chunk].Length - place) * Unsafe.SizeOf<T>();
        Volatile.Write(ref _chunks, grown);
    }
}

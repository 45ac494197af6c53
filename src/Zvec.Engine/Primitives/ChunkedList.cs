namespace Zvec.Engine.Primitives;

/// <summary>A list that one thread appends to while others read: elements never move, so a reader that knows a published count may read
/// all below it without a lock.</summary>
internal sealed class ChunkedList<T>
{
    /// <summary>Elements in a chunk; a power of two.</summary>
    public const int ChunkLength = 1 << ChunkShift;

    private const int ChunkShift = 12;

    private T[][] _chunks = [];

    /// <summary>Elements appended so far; for the appending thread.</summary>
    public int Count { get; private set; }

    public T this[int index] => Volatile.Read(ref _chunks)[index >> ChunkShift][index & (ChunkLength - 1)];

    public void Add(T value)
    {
        int chunk = Count >> ChunkShift;
        if (chunk == _chunks.Length)
        {
            T[][] grown = new T[chunk + 1][];
            _chunks.CopyTo(grown, 0);
            grown[chunk] = new T[ChunkLength];
            Volatile.Write(ref _chunks, grown);
        }

        _chunks[chunk][Count & (ChunkLength - 1)] = value;
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
}

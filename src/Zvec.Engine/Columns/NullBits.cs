namespace Zvec.Engine.Columns;

/// <summary>The nulls of a growing column. One thread sets bits; others read those of rows that were published to them.</summary>
/// <remarks>Bits lie in chunks that are made when a first row of theirs is null. The writer changes a word that a
/// reader may be reading, but never the bits of rows that it may ask about; a word is read and written in one piece.</remarks>
internal sealed class NullBits
{
    private const int ChunkWordShift = 6;
    private const int ChunkWords = 1 << ChunkWordShift;

    private static readonly ulong[] Zeros = new ulong[ChunkWords];

    private ulong[]?[] _chunks = [];
    private bool _any;

    public bool Any => Volatile.Read(ref _any);

    public long MemoryBytes { get; private set; }

    public bool this[int row] => (Chunk(row >> (ChunkWordShift + 6))[(row >> 6) & (ChunkWords - 1)] >> row & 1) != 0;

    public void Set(int row)
    {
        int chunk = row >> (ChunkWordShift + 6);
        if (chunk >= _chunks.Length || _chunks[chunk] is null)
        {
            ulong[]?[] grown = new ulong[Math.Max(chunk + 1, _chunks.Length)][];
            _chunks.CopyTo(grown, 0);
            grown[chunk] = new ulong[ChunkWords];
            Volatile.Write(ref _chunks, grown);
            MemoryBytes += ChunkWords * sizeof(ulong);
        }

        _chunks[chunk]![(row >> 6) & (ChunkWords - 1)] |= 1UL << row;
        Volatile.Write(ref _any, true);
    }

    public ReadOnlySpan<ulong> Words(int firstWord, int count)
    {
        int offset = firstWord & (ChunkWords - 1);
        return Chunk(firstWord >> ChunkWordShift).AsSpan(offset, Math.Min(count, ChunkWords - offset));
    }

    private ulong[] Chunk(int index)
    {
        ulong[]?[] chunks = Volatile.Read(ref _chunks);
        return index < chunks.Length ? chunks[index] ?? Zeros : Zeros;
    }
}

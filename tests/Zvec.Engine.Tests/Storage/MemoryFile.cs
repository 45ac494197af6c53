namespace Zvec.Engine.Tests.Storage;

/// <summary>A file of <see cref="MemoryFileSystem"/>: its bytes now, and those at its last sync.</summary>
internal sealed class MemoryFile
{
    private const int Page = 512;

    private byte[] _bytes = [];
    private int _syncedLength;
    private byte[]? _syncedBeforeCut;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Content => _bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - Length < bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Cut(long length)
    {
        if (length > Length)
            throw new IOException($"The file has {Length} bytes, fewer than the {length} after which to append.");
        if (length < _syncedLength)
        {
            _syncedBeforeCut ??= _bytes.AsSpan(0, _syncedLength).ToArray();
            _syncedLength = (int)length;
        }

        Length = (int)length;
    }

    public void Sync()
    {
        _syncedLength = Length;
        _syncedBeforeCut = null;
    }

    public void Damage(long offset, byte xor)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, Length);
        _bytes[offset] ^= xor;
    }

    public MemoryFile AfterCrash(Random? random)
    {
        var after = new MemoryFile();
        if (_syncedBeforeCut is not null && (random is null || random.Next(2) == 0))
        {
            after.Append(_syncedBeforeCut);
        }
        else
        {
            after.Append(_bytes.AsSpan(0, random is null ? _syncedLength : random.Next(_syncedLength, Length + 1)));
            if (random is not null && random.Next(2) == 0)
                LosePages(after, random);
        }

        after.Sync();
        return after;
    }

    private void LosePages(MemoryFile after, Random random)
    {
        for (int start = _syncedLength; start < after.Length;)
        {
            int end = Math.Min(after.Length, (start / Page + 1) * Page);
            if (random.Next(3) == 0)
                after._bytes.AsSpan(start, end - start).Clear();
            start = end;
        }
    }
}

namespace Zvec.Engine.Tests.Storage;

/// <summary>A file of <see cref="MemoryFileSystem"/>: its bytes as they are read, and what of them is on the device.</summary>
internal sealed class MemoryFile
{
    /// <summary>Bytes that a disk writes as a whole or not at all.</summary>
    public const int Sector = 512;

    private byte[] _bytes = [];
    private bool _isShared;
    private int _syncedLength;
    private byte[]? _syncedBeforeCut;
    private Dictionary<int, int>? _lost; // sectors that a failed sync dropped, and the bytes of each that were on the device before

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Content => _bytes.AsSpan(0, Length);

    /// <summary>Maps of the file that nobody has let go.</summary>
    public int Maps { get; set; }

    private bool IsSynced => _syncedLength == Length && _syncedBeforeCut is null && _lost is null;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_isShared || _bytes.Length - Length < bytes.Length)
        {
            byte[] grown = new byte[Math.Max(_bytes.Length - Length < bytes.Length ? Length * 2 : 0, Length + bytes.Length)];
            Content.CopyTo(grown);
            _bytes = grown;
            _isShared = false;
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        if (_lost is not null)
        {
            foreach (int sector in _lost.Keys.Where(sector => sector >= Length / Sector).ToArray())
                _lost.Remove(sector);
        }

        Length += bytes.Length;
    }

    public void Cut(long length)
    {
        if (length > Length)
            throw new IOException($"The file has {Length} bytes, fewer than the {length} after which to append.");
        if (length == Length)
            return;
        if (length < _syncedLength)
        {
            _syncedBeforeCut ??= OnDevice(_syncedLength);
            _syncedLength = (int)length;
        }

        Length = (int)length;
        _isShared = true; // what is behind the cut may still be the device's
    }

    public void Sync()
    {
        _syncedLength = Length;
        _syncedBeforeCut = null;
    }

    /// <summary>A sync fails. Each sector that it was to write was written, or is still to be written, or is dropped without a
    /// trace.</summary>
    public void FailSync(Random random)
    {
        for (int sector = _syncedLength / Sector; sector * Sector < Length; sector++)
        {
            if (random.Next(3) > 0)
                (_lost ??= []).TryAdd(sector, Math.Max(0, _syncedLength - (sector * Sector)));
        }
    }

    public void Damage(long offset, byte xor)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, Length);
        _bytes = Content.ToArray();
        _isShared = false;
        _bytes[offset] ^= xor;
    }

    /// <summary>The file as another process finds it: nothing lost, nothing more synced.</summary>
    public MemoryFile Fork()
    {
        _isShared = true;
        return new MemoryFile
        {
            _bytes = _bytes,
            _isShared = true,
            _syncedLength = _syncedLength,
            _syncedBeforeCut = _syncedBeforeCut,
            _lost = _lost is null ? null : new Dictionary<int, int>(_lost),
            Length = Length,
        };
    }

    /// <summary>The file after a power cut.</summary>
    /// <param name="random">Decides what is kept of what was not synced; null to keep none of it.</param>
    public MemoryFile AfterCrash(Random? random)
    {
        if (IsSynced)
            return Fork();
        byte[] synced = _syncedBeforeCut ?? OnDevice(_syncedLength);
        var after = new MemoryFile();
        after.Append(random is null ? synced : Mixed(synced, OnDevice(Length), random));
        after.Sync();
        return after;
    }

    /// <summary>Each sector as it was at the last sync or as it is now, and the length between the two.</summary>
    private static byte[] Mixed(byte[] synced, byte[] latest, Random random)
    {
        int shorter = Math.Min(synced.Length, latest.Length);
        int longer = Math.Max(synced.Length, latest.Length);
        byte[] mixed = new byte[random.Next(4) switch
        {
            0 => synced.Length,
            1 => random.Next(shorter, longer + 1),
            _ => latest.Length,
        }];
        int loss = random.Next(3); // nothing, a third or two thirds
        for (int start = 0; start < mixed.Length; start += Sector)
        {
            byte[] source = random.Next(3) < loss ? synced : latest;
            int end = Math.Min(Math.Min(mixed.Length, start + Sector), source.Length);
            if (end > start)
                source.AsSpan(start, end - start).CopyTo(mixed.AsSpan(start));
        }

        return mixed;
    }

    private byte[] OnDevice(int length)
    {
        byte[] bytes = _bytes.AsSpan(0, length).ToArray();
        foreach ((int sector, int kept) in _lost ?? [])
        {
            int start = (sector * Sector) + kept;
            int end = Math.Min(length, (sector + 1) * Sector);
            if (start < end)
                bytes.AsSpan(start, end - start).Clear();
        }

        return bytes;
    }
}

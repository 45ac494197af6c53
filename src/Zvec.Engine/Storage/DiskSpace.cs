namespace Zvec.Engine.Storage;

/// <summary>Stops writes before the device is full: so much of it is left free as a reserve, out of which the log can still be turned into
/// segments and documents be deleted.</summary>
/// <remarks>The system is asked once a second at most, unless much was written since or the reserve is near: then before every
/// write.</remarks>
/// <param name="fileSystem">What knows the free space.</param>
/// <param name="folder">A folder on the device.</param>
/// <param name="reserve">The bytes to leave free; 0 for no such care.</param>
internal sealed class DiskSpace(IFileSystem fileSystem, string folder, long reserve)
{
    private const long TrustedBytes = 16L << 20;
    private const long TrustedMilliseconds = 1_000;

    private readonly Lock _lock = new();
    private long _available;
    private long _spent = long.MaxValue;
    private long _askedAt;
    private long _held; // taken by jobs that are yet to write it, whatever the system says is available

    /// <summary>Whether so much can be written; if so, it counts as written.</summary>
    public bool TryTake(long bytes, DiskUse use)
    {
        if (reserve == 0)
            return true;
        long floor = Floor(use);
        lock (_lock)
        {
            if (_spent > TrustedBytes
                || _available - _held - _spent - bytes - TrustedBytes < floor
                || Environment.TickCount64 - _askedAt > TrustedMilliseconds)
            {
                _available = fileSystem.GetAvailableBytes(folder);
                _askedAt = Environment.TickCount64;
                _spent = 0;
            }

            if (_available - _held - _spent - bytes < floor)
                return false;
            _spent += bytes;
            return true;
        }
    }

    /// <summary>Throws when so much cannot be written.</summary>
    /// <param name="bytes">About how much will be written.</param>
    /// <param name="use">What for.</param>
    /// <param name="what">The same in words, as the subject of a sentence.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.ResourceExhausted"/>.</exception>
    public void Take(long bytes, DiskUse use, string what)
    {
        if (TryTake(bytes, use))
            return;
        throw new ZvecException(
            ZvecErrorCode.ResourceExhausted,
            $"{what} needs about {bytes} bytes on the device of '{folder}', where {_available} bytes are available, of which {Floor(use)} "
                + $"are to stay free (CollectionOptions.DiskReserveBytes is {reserve}). What is there stays as it is. "
                + "Free space on the device, and it can be done without opening the collection again.");
    }

    /// <summary>Keeps what a job has taken from others until it has written it.</summary>
    /// <param name="bytes">What was taken.</param>
    /// <returns>To be disposed when the job has ended.</returns>
    public IDisposable Hold(long bytes)
    {
        lock (_lock)
            _held += bytes;
        return new Held(this, bytes);
    }

    /// <summary>Has the system asked before the next use: much was written or deleted.</summary>
    public void Forget()
    {
        lock (_lock)
            _spent = long.MaxValue;
    }

    private void LetGo(long bytes)
    {
        lock (_lock)
        {
            _held -= bytes;
            _spent = long.MaxValue;
        }
    }

    private long Floor(DiskUse use) => use switch
    {
        DiskUse.Growth => reserve,
        DiskUse.Deletion => reserve / 8,
        _ => 0,
    };

    private sealed class Held(DiskSpace space, long bytes) : IDisposable
    {
        private long _bytes = bytes;

        public void Dispose() => space.LetGo(Interlocked.Exchange(ref _bytes, 0));
    }
}

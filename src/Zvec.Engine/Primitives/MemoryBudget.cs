namespace Zvec.Engine.Primitives;

/// <summary>How much memory a collection may take, and how much of it is taken. Whoever is about to take much reserves it first and waits
/// when it does not fit; what is measured afterwards is corrected.</summary>
/// <remarks>
/// The shares are such that nobody waits for somebody who waits too. Three quarters of the limit can be reserved, and they hold at the same
/// time the largest index build or merge (<see cref="LargestWork"/>, 3/8), the largest call (<see cref="LargestCall"/>, 1/4) and a segment
/// in memory that is not yet full (<see cref="LargestSegment"/>, 1/16): whatever else is there is sealed, and so makes room by itself. The
/// last quarter is for what is kept to be used again (<see cref="TryKeep"/>, 1/16), for buffers, and for what was estimated too low.
/// </remarks>
internal sealed class MemoryBudget
{
    /// <summary>The smallest limit with which the engine works.</summary>
    public const long SmallestLimit = 64L << 20;

    /// <summary>How often the bytes of a write are in memory while it is applied: in the segment, the record, the group and the log's
    /// buffer.</summary>
    private const int CopiesOfUpdate = 4;

    private readonly object _lock = new();
    private long _reserved;
    private long _claimed;
    private long _kept;

    public MemoryBudget(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        Limit = limit;
    }

    /// <summary>All that may be taken, in bytes.</summary>
    public long Limit { get; }

    /// <summary>Whether what searches read often in mapped files may be copied, to be read faster; true by default.</summary>
    public bool AllowsCopies { get; init; } = true;

    /// <summary>The most that a segment in memory takes before it is sealed.</summary>
    public long LargestSegment => Limit / 16;

    /// <summary>The most that one call may take.</summary>
    public long LargestCall => Limit / 4;

    /// <summary>The bytes of log that an update may take, of which the size is known only when others of its group may be applied: three
    /// quarters of what is reserved for all updates of a group.</summary>
    public long LargestUpdateRecord => LargestCall / (CopiesOfUpdate + 1);

    /// <summary>A group of writes that has so many bytes of log takes no further call.</summary>
    public int LargestGroup(int most) => (int)Math.Min(most, Limit / 64);

    /// <summary>The most that a merge or the building of an index may take.</summary>
    public long LargestWork => Limit / 8 * 3;

    /// <summary>Bytes that are reserved or kept now.</summary>
    public long Taken
    {
        get
        {
            lock (_lock)
                return _reserved + _kept;
        }
    }

    /// <summary>What is reserved, and what is kept.</summary>
    public (long Reserved, long Kept) Use
    {
        get
        {
            lock (_lock)
                return (_reserved, _kept);
        }
    }

    private long Ceiling => Limit / 4 * 3;

    private long KeptCeiling => Limit / 16;

    /// <summary>A reservation of nothing yet, for memory whose size is measured: it grows whether there is room or not.</summary>
    public MemoryReservation Track() => new(this);

    /// <summary>Reserves memory if it fits beside what others have, or wait for.</summary>
    /// <returns>The reservation, to be disposed; null when there is no room. Nothing always fits.</returns>
    public MemoryReservation? TryReserve(long bytes)
    {
        var reservation = new MemoryReservation(this);
        return reservation.TryGrow(bytes) ? reservation : null;
    }

    /// <summary>Reserves memory, and waits until there is room. Meanwhile others get only what that leaves free.</summary>
    /// <param name="bytes">At most <see cref="LargestWork"/>.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public MemoryReservation Reserve(long bytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, Ceiling);
        var reservation = new MemoryReservation(this);
        using CancellationTokenRegistration wake = cancellationToken.UnsafeRegister(static budget => ((MemoryBudget)budget!).Wake(), this);
        lock (_lock)
        {
            _claimed += bytes;
            try
            {
                while (_reserved + bytes > Ceiling)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Monitor.Wait(_lock);
                }

                cancellationToken.ThrowIfCancellationRequested();
                reservation.Resize(bytes);
                return reservation;
            }
            finally
            {
                _claimed -= bytes;
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>Waits until so much could be reserved.</summary>
    /// <returns>False when the time is over first.</returns>
    public bool WaitForRoom(long bytes, TimeSpan patience)
    {
        long end = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        lock (_lock)
        {
            while (!Fits(bytes))
            {
                long left = end - Environment.TickCount64;
                if (left <= 0)
                    return false;
                Monitor.Wait(_lock, (int)Math.Min(left, int.MaxValue));
            }

            return true;
        }
    }

    /// <summary>Whether memory may be kept that is of use later and can be done without; counted until <see cref="Unkeep"/>.</summary>
    public bool TryKeep(long bytes)
    {
        lock (_lock)
        {
            if (_kept + bytes > KeptCeiling)
                return false;
            _kept += bytes;
            return true;
        }
    }

    public void Unkeep(long bytes)
    {
        lock (_lock)
            _kept -= bytes;
    }

    /// <summary>Changes what is reserved, for <see cref="MemoryReservation"/>.</summary>
    /// <param name="bytes">More or, below zero, less.</param>
    /// <param name="onlyIfFits">Whether more is refused when there is no room.</param>
    internal bool Change(long bytes, bool onlyIfFits)
    {
        lock (_lock)
        {
            if (onlyIfFits && !Fits(bytes))
                return false;
            _reserved += bytes;
            if (bytes < 0)
                Monitor.PulseAll(_lock);
            return true;
        }
    }

    private bool Fits(long bytes) => bytes <= 0 || bytes <= Ceiling - _reserved - _claimed;

    private void Wake()
    {
        lock (_lock)
            Monitor.PulseAll(_lock);
    }
}

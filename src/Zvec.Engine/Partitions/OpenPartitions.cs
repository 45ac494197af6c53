namespace Zvec.Engine.Partitions;

/// <summary>Opens partitions when they are needed, and closes those that were used least recently when more are open than may be. Those in
/// use stay open.</summary>
/// <param name="most">How many stay open.</param>
/// <param name="open">Opens a partition.</param>
internal sealed class OpenPartitions(int most, Func<PartitionHandle, Collection> open) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<PartitionHandle> _recent = []; // the most recently used last
    private bool _disposed;

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _recent.Count;
        }
    }

    public bool IsOpen(PartitionHandle handle)
    {
        lock (_lock)
            return handle.Collection is not null;
    }

    /// <summary>Takes hold of a partition and opens it if it is not.</summary>
    /// <returns>Null when the partition is retired.</returns>
    public PartitionLease? TryRent(PartitionHandle handle)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(PartitionedCollection));
            if (handle.IsRetired)
                return null;
            handle.Users++;
            if (handle.Collection is { } ready)
            {
                Touch(handle);
                return new PartitionLease(this, handle, ready);
            }
        }

        try
        {
            return new PartitionLease(this, handle, Open(handle));
        }
        catch
        {
            Return(handle);
            throw;
        }
    }

    /// <summary>Takes over a partition that was opened elsewhere.</summary>
    public void Add(PartitionHandle handle, Collection collection)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(PartitionedCollection));
            handle.Collection = collection;
            handle.IsVerified = true;
            _recent.AddLast(handle.Place);
        }

        Trim();
    }

    public void Return(PartitionHandle handle)
    {
        bool mayTrim;
        lock (_lock)
        {
            handle.Users--;
            if (handle.Users == 0 && handle.IsRetired)
                handle.Unused.TrySetResult();
            mayTrim = _recent.Count > most;
        }

        if (mayTrim)
            Trim();
    }

    /// <summary>Lets nobody take hold of a partition any more, and closes it when nobody has.</summary>
    public async Task RetireAsync(PartitionHandle handle)
    {
        lock (_lock)
        {
            handle.IsRetired = true;
            if (handle.Users == 0)
                handle.Unused.TrySetResult();
        }

        await handle.Unused.Task.ConfigureAwait(false);
        lock (_lock)
            MarkClosing(handle);
        lock (handle.Gate)
            CloseMarked(handle);
    }

    /// <summary>Closes all; calls under way end with errors.</summary>
    public void Dispose()
    {
        PartitionHandle[] all;
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            all = [.. _recent];
            foreach (PartitionHandle handle in all)
                MarkClosing(handle);
        }

        foreach (PartitionHandle handle in all)
        {
            lock (handle.Gate)
                CloseMarked(handle);
        }
    }

    private Collection Open(PartitionHandle handle)
    {
        lock (handle.Gate)
        {
            CloseMarked(handle);
            lock (_lock)
            {
                if (handle.Collection is { } ready)
                {
                    Touch(handle);
                    return ready;
                }
            }

            Collection opened = open(handle);
            bool isLate;
            lock (_lock)
            {
                isLate = _disposed;
                if (!isLate)
                {
                    handle.Collection = opened;
                    handle.IsVerified = true;
                    _recent.AddLast(handle.Place);
                }
            }

            if (isLate)
            {
                opened.Dispose();
                throw new ObjectDisposedException(nameof(PartitionedCollection));
            }
        }

        Trim();
        lock (_lock)
            return handle.Collection ?? throw new ObjectDisposedException(nameof(PartitionedCollection));
    }

    /// <summary>Closes partitions that nobody uses while too many are open.</summary>
    private void Trim()
    {
        while (TakeOldest() is { } oldest)
        {
            lock (oldest.Gate)
                CloseMarked(oldest);
        }
    }

    private PartitionHandle? TakeOldest()
    {
        lock (_lock)
        {
            if (_recent.Count <= most)
                return null;
            for (LinkedListNode<PartitionHandle>? place = _recent.First; place is not null; place = place.Next)
            {
                if (place.Value.Users == 0)
                {
                    MarkClosing(place.Value);
                    return place.Value;
                }
            }

            return null;
        }
    }

    private void Touch(PartitionHandle handle)
    {
        _recent.Remove(handle.Place);
        _recent.AddLast(handle.Place);
    }

    private void MarkClosing(PartitionHandle handle)
    {
        if (handle.Collection is null)
            return;
        handle.Closing = handle.Collection;
        handle.Collection = null;
        _recent.Remove(handle.Place);
    }

    private void CloseMarked(PartitionHandle handle)
    {
        Collection? closing;
        lock (_lock)
        {
            closing = handle.Closing;
            handle.Closing = null;
        }

        closing?.Dispose();
    }
}

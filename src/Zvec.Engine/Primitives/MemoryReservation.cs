namespace Zvec.Engine.Primitives;

/// <summary>A part of a <see cref="MemoryBudget"/> that one owner has; disposing gives it back. One thread at a time uses it.</summary>
internal sealed class MemoryReservation(MemoryBudget budget) : IDisposable
{
    private bool _disposed;

    /// <summary>The bytes reserved.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reserves more, if there is room.</summary>
    public bool TryGrow(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!budget.Change(bytes, onlyIfFits: true))
            return false;
        Bytes += bytes;
        return true;
    }

    /// <summary>Says what is really taken, whether there is room or not.</summary>
    public void Resize(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (bytes == Bytes)
            return;
        budget.Change(bytes - Bytes, onlyIfFits: false);
        Bytes = bytes;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        budget.Change(-Bytes, onlyIfFits: false);
        Bytes = 0;
    }
}

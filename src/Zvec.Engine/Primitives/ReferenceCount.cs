namespace Zvec.Engine.Primitives;

/// <summary>How many hold a thing that goes with the last of them; whoever makes it is the first. To be kept in a field that is not
/// read-only, and never copied.</summary>
internal struct ReferenceCount
{
    private int _count = 1;

    public ReferenceCount()
    {
    }

    /// <summary>Takes a reference, for one who has another.</summary>
    public void Add() => Interlocked.Increment(ref _count);

    /// <summary>Takes a reference, unless everybody has let go.</summary>
    public bool TryAdd()
    {
        int count = Volatile.Read(ref _count);
        while (count > 0)
        {
            int seen = Interlocked.CompareExchange(ref _count, count + 1, count);
            if (seen == count)
                return true;
            count = seen;
        }

        return false;
    }

    /// <summary>Lets go of a reference.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Release() => Interlocked.Decrement(ref _count) == 0;
}

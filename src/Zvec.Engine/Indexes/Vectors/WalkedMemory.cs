using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Moves what the walks of a segment read at random places, codes and the links on level 0, from mapped files into
/// <see cref="LargePages"/> once it is walked often; a walk then takes about five sixths of the time. Never needed: where there are no such
/// pages, or no memory may be kept for it, everything stays where it is.</summary>
internal sealed unsafe class WalkedMemory
{
    /// <summary>Smaller arrays gain nothing: the processor keeps the addresses of their pages at hand.</summary>
    private const long SmallestMoved = 4 << 20;

    private readonly object _lock = new();
    private readonly List<LargePages> _copies = [];
    private long _bytes;

    /// <summary>What copies are counted against. Without it nothing is moved.</summary>
    public MemoryBudget? Memory { get; set; }

    /// <summary>Bytes that were moved.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>Moves the links of a graph, unless they are few or have been moved.</summary>
    /// <returns>Whether they were, so that those in the file can be forgotten.</returns>
    public bool Move(HnswGraph graph, long smallest = SmallestMoved)
    {
        lock (_lock)
        {
            if (graph.IsMoved || Copy((byte*)graph.Pointers.BaseLinks, graph.Shape.BaseLinksBytes, smallest) is not { } copy)
                return false;
            graph.MoveBaseLinks((int*)copy.Pointer);
            return true;
        }
    }

    /// <summary>Moves codes, unless they are few or have been moved.</summary>
    /// <returns>Whether they were, so that those in the file can be forgotten.</returns>
    public bool Move(VectorCodes codes, long smallest = SmallestMoved)
    {
        lock (_lock)
        {
            if (codes.IsMoved || Copy(codes.Rows, codes.Bytes, smallest) is not { } copy)
                return false;
            codes.Move(copy.Pointer);
            return true;
        }
    }

    /// <summary>Frees the copies, when nobody walks any more.</summary>
    public void Free()
    {
        lock (_lock)
        {
            foreach (LargePages copy in _copies)
                copy.Dispose();
            _copies.Clear();
            Memory?.Unkeep(_bytes);
            _bytes = 0;
        }
    }

    private LargePages? Copy(byte* source, long bytes, long smallest)
    {
        long taken = LargePages.BytesFor(bytes);
        if (bytes < smallest || Memory?.TryKeep(taken) != true)
            return null;
        LargePages? copy = LargePages.TryCopy(source, bytes);
        if (copy is null)
        {
            Memory.Unkeep(taken);
            return null;
        }

        _copies.Add(copy);
        _bytes += taken;
        return copy;
    }
}

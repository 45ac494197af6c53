using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>What one thread needs while it walks a graph.</summary>
internal sealed unsafe class HnswScratch : IDisposable
{
    private readonly NativeBuffer _batches;

    public HnswScratch(HnswShape shape)
    {
        Visited = new VisitedSet(shape.Count);
        long batchBytes = BatchBytes(shape);
        _batches = new NativeBuffer((2 * batchBytes) + ((long)10 * shape.BasePlaces * sizeof(int)));
        Batch = (int*)_batches.Pointer;
        NextBatch = (int*)(_batches.Pointer + batchBytes);
        Filtered = (int*)(_batches.Pointer + (2 * batchBytes));
    }

    public VisitedSet Visited { get; }

    /// <summary>The nearest rows found.</summary>
    public CandidatePool Pool { get; } = new();

    /// <summary>Rows that a filtered walk has scored and not yet expanded.</summary>
    public OpenHeap Open { get; } = new();

    /// <summary>Room for the links of one node.</summary>
    public int* Batch { get; }

    /// <summary>Room for the links of another.</summary>
    public int* NextBatch { get; }

    /// <summary>Room for what a filtered walk is about to look at: ten times the links of a node.</summary>
    public int* Filtered { get; }

    /// <summary>About what one takes, in bytes.</summary>
    public static long BytesFor(HnswShape shape) => shape.Count + (2 * BatchBytes(shape)) + (shape.EfConstruction * 16L);

    private static long BatchBytes(HnswShape shape) => (shape.BasePlaces + 16) * sizeof(int);

    public void Dispose()
    {
        Visited.Dispose();
        Pool.Dispose();
        _batches.Dispose();
    }
}

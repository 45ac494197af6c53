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
        long filteredBytes = FilteredBytes(shape);
        _batches = new NativeBuffer((3 * batchBytes) + filteredBytes);
        Batch = (int*)_batches.Pointer;
        NextBatch = (int*)(_batches.Pointer + batchBytes);
        Distances = (float*)(_batches.Pointer + (2 * batchBytes));
        Filtered = (int*)(_batches.Pointer + (3 * batchBytes));
    }

    /// <summary>Walks that it has served.</summary>
    public int Walks { get; set; }

    public VisitedSet Visited { get; }

    /// <summary>The nearest rows found.</summary>
    public CandidatePool Pool { get; } = new();

    /// <summary>Room for the links of one node.</summary>
    public int* Batch { get; }

    /// <summary>Room for the links of another.</summary>
    public int* NextBatch { get; }

    /// <summary>Room for the distances of a batch, and 16 places behind it that may be read.</summary>
    public float* Distances { get; }

    /// <summary>Room for what a filtered walk is about to look at: eight times the links of a node, and three times
    /// 16 places.</summary>
    public int* Filtered { get; }

    /// <summary>About what one takes, in bytes.</summary>
    public static long BytesFor(HnswShape shape)
        => VisitedSet.BytesFor(shape.Count) + (3 * BatchBytes(shape)) + FilteredBytes(shape) + (shape.EfConstruction * 16L);

    private static long FilteredBytes(HnswShape shape) => ((8L * shape.BasePlaces) + (3 * 16)) * sizeof(int);

    private static long BatchBytes(HnswShape shape) => ((shape.BasePlaces * sizeof(int)) + 127) & ~63;

    public void Dispose()
    {
        Visited.Dispose();
        Pool.Dispose();
        _batches.Dispose();
    }
}

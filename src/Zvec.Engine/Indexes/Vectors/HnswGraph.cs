namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A graph of the rows of one vector column, in native memory or in a map; the nodes are the column's rows, of which those without a vector have no links and none lead to them.</summary>
/// <remarks>
/// The links of a node on level 0 are 2·M places in one flat array, and those on each level above are M places in another. Links stand at the front of their
/// places; −1 stands in the rest. Immutable once built; any number of threads may search at once. Dispose when no search is running.
/// </remarks>
internal sealed unsafe class HnswGraph : IDisposable
{
    public const int NoRow = -1;

    /// <summary>The highest level that a node may have.</summary>
    public const int HighestLevel = 30;

    private readonly IDisposable _memory;

    /// <param name="shape">Numbers that describe the graph.</param>
    /// <param name="pointers">Where its arrays are.</param>
    /// <param name="memory">What owns the arrays; belongs to the graph from here on.</param>
    public HnswGraph(HnswShape shape, HnswPointers pointers, IDisposable memory)
    {
        Shape = shape;
        Pointers = pointers;
        _memory = memory;
        Scratch = new HnswScratchPool(shape);
    }

    public HnswShape Shape { get; }

    public HnswPointers Pointers { get; }

    /// <summary>The number of rows, those without a vector included.</summary>
    public int Count => Shape.Count;

    /// <summary>Bytes that the arrays take.</summary>
    public long Bytes => Shape.LevelsBytes + Shape.UpperStartsBytes + Shape.BaseLinksBytes + Shape.UpperLinksBytes;

    internal HnswScratchPool Scratch { get; }

    public void Dispose()
    {
        Scratch.Dispose();
        _memory.Dispose();
    }
}

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A graph of the rows of one vector column, in native memory or in a map; the nodes are the column's rows, of which those without
/// a vector have no links and none lead to them.</summary>
/// <remarks>
/// The links of a node on level 0 are 2·M places in one flat array, and those on each level above are M places in another. Links stand at
/// the front of their
/// places; −1 stands in the rest. Immutable once built; any number of threads may search at once. Dispose when no search is running.
/// </remarks>
internal sealed unsafe class HnswGraph : IDisposable
{
    public const int NoRow = -1;

    /// <summary>The highest level that a node may have.</summary>
    public const int HighestLevel = 30;

    private readonly IDisposable _memory;
    private volatile Placed _placed;
    private SearchCosts? _costs;

    /// <param name="shape">Numbers that describe the graph.</param>
    /// <param name="pointers">Where its arrays are.</param>
    /// <param name="memory">What owns the arrays; belongs to the graph from here on.</param>
    public HnswGraph(HnswShape shape, HnswPointers pointers, IDisposable memory)
    {
        Shape = shape;
        _placed = new Placed(pointers);
        _memory = memory;
        Scratch = new HnswScratchPool(shape);
    }

    public HnswShape Shape { get; }

    /// <summary>Where its arrays are. Take it once for a walk: the links may be moved meanwhile, and stay readable where they
    /// were.</summary>
    public HnswPointers Pointers => _placed.Pointers;

    /// <summary>Whether the links on level 0 are elsewhere than they were at first.</summary>
    public bool IsMoved { get; private set; }

    /// <summary>The number of rows, those without a vector included.</summary>
    public int Count => Shape.Count;

    /// <summary>Bytes that the arrays take.</summary>
    public long Bytes => Shape.LevelsBytes + Shape.UpperStartsBytes + Shape.BaseLinksBytes + Shape.UpperLinksBytes;

    internal HnswScratchPool Scratch { get; }

    /// <summary>What searching over the rows of a space costs, if that has been measured.</summary>
    internal SearchCosts? CostsOf(RowSpace space) => Volatile.Read(ref _costs) is { } costs && costs.Space == space ? costs : null;

    /// <summary>Keeps what was measured for the searches to come.</summary>
    internal SearchCosts Keep(SearchCosts costs)
    {
        Volatile.Write(ref _costs, costs);
        return costs;
    }

    /// <summary>Has walks that begin from now on read the links on level 0 elsewhere: a copy that outlives them.</summary>
    public void MoveBaseLinks(int* links)
    {
        HnswPointers now = Pointers;
        _placed = new Placed(new HnswPointers(Shape.M, now.Levels, now.UpperStarts, links, now.UpperLinks));
        IsMoved = true;
    }

    public void Dispose()
    {
        Scratch.Dispose();
        _memory.Dispose();
    }

    /// <summary>The pointers, replaced as a whole.</summary>
    private sealed record Placed(HnswPointers Pointers);
}

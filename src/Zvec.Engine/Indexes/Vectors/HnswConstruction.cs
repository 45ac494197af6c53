using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A graph while it is built: its arrays, which become those of the graph, and for each link its distance, so that a full list can
/// be thinned without measuring it again.</summary>
/// <remarks>
/// All levels are known beforehand. So every list has its place from the start, and so has the node that all searches begin at: the first
/// one on the highest level. <see cref="Graph"/> may be searched from the start, and finds the rows that are not
/// <see cref="Missing"/>, with the recall of a graph of them alone. Rows that are being linked may be found as well.
/// </remarks>
internal sealed unsafe class HnswConstruction : IDisposable
{
    private const int LockCount = 1 << 14;

    private readonly NativeBuffer _baseDistances;
    private readonly NativeBuffer _upperDistances;
    private readonly int[] _locks = new int[LockCount];
    private readonly LinkedRows _linked;

    /// <param name="space">The distances of the rows.</param>
    /// <param name="rows">The first row's address.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="present">The rows that become nodes; null for all.</param>
    /// <param name="m">Links of a node; see <see cref="HnswIndexOptions.M"/>.</param>
    /// <param name="efConstruction">See <see cref="HnswIndexOptions.EfConstruction"/>.</param>
    /// <param name="seed">Determines the nodes' levels.</param>
    /// <param name="order">The order in which rows are linked; null for that which they have.</param>
    /// <param name="reused">A graph to begin with; null for none. It is left aside when too little of it is left or it has other
    /// parameters.</param>
    public HnswConstruction(
        RowSpace space,
        byte* rows,
        int count,
        Bitmap? present,
        int m,
        int efConstruction,
        ulong seed = 0,
        int[]? order = null,
        ReusedGraph? reused = null)
    {
        Order = order;
        _linked = new LinkedRows(count, present);
        Space = space;
        Rows = rows;
        Present = present;
        if (reused?.IsWorthwhile(m, efConstruction) == true)
        {
            Reused = reused;
            Carried = new Bitmap(count);
            foreach (int row in reused.NewRows)
            {
                if (row >= 0 && present?[row] != false)
                    Carried[row] = true;
            }
        }

        var levels = new NativeBuffer(count);
        var upperStarts = new NativeBuffer((long)count * sizeof(int));
        var empty = new HnswShape(count, m, efConstruction, HnswGraph.NoRow, TopLevel: 0, UpperLists: 0);
        (Shape, FirstNode) = HnswLevels.Assign(levels.Pointer, (int*)upperStarts.Pointer, empty, present, Reused, Carried, seed);
        NativeBuffer baseLinks = Filled(Shape.BaseLinksBytes);
        NativeBuffer upperLinks = Filled(Shape.UpperLinksBytes);
        _baseDistances = new NativeBuffer(Shape.BaseLinksBytes);
        _upperDistances = new NativeBuffer(Shape.UpperLinksBytes);
        Pointers = new HnswPointers(m, levels.Pointer, (int*)upperStarts.Pointer, (int*)baseLinks.Pointer, (int*)upperLinks.Pointer);
        Graph = new HnswGraph(Shape, Pointers, new Arrays(levels, upperStarts, baseLinks, upperLinks));
    }

    /// <summary>About what the file of a graph takes, in bytes.</summary>
    /// <param name="count">Rows of the column.</param>
    /// <param name="m">Links of a node; see <see cref="HnswIndexOptions.M"/>.</param>
    public static long EstimateFileBytes(int count, int m) => EstimateBytes(count, m, efConstruction: 0, threads: 0) / 2;

    /// <summary>What the building of a graph takes, in bytes: these arrays, and what each thread needs to walk them.</summary>
    /// <param name="count">Rows of the column.</param>
    /// <param name="m">Links of a node; see <see cref="HnswIndexOptions.M"/>.</param>
    /// <param name="efConstruction">See <see cref="HnswIndexOptions.EfConstruction"/>.</param>
    /// <param name="threads">How many threads link rows.</param>
    public static long EstimateBytes(int count, int m, int efConstruction, int threads)
    {
        // a node has 1/(M−1) lists above level 0 on average; levels are drawn, so that there may be a few more
        double average = (double)count / (m - 1);
        int upperLists = (int)Math.Min(average + (6 * Math.Sqrt(2 * average)) + 16, int.MaxValue);
        var shape = new HnswShape(count, m, efConstruction, EntryPoint: 0, TopLevel: 0, upperLists);
        return shape.LevelsBytes + shape.UpperStartsBytes + (2 * (shape.BaseLinksBytes + shape.UpperLinksBytes)) + (LockCount * sizeof(int))
            + (count * (long)HnswOrder.BytesPerRow) + (3 * (count / 8)) + (threads * (HnswScratch.BytesFor(shape) + shape.ChooserBytes));
    }

    public HnswShape Shape { get; }

    public HnswPointers Pointers { get; }

    /// <summary>The distances of the rows.</summary>
    public RowSpace Space { get; }

    /// <summary>The first row's address.</summary>
    public byte* Rows { get; }

    /// <summary>The rows that become nodes; null for all.</summary>
    public Bitmap? Present { get; }

    /// <summary>The graph to begin with; null for none.</summary>
    public ReusedGraph? Reused { get; }

    /// <summary>The rows whose links come from the reused graph; null for none.</summary>
    public Bitmap? Carried { get; }

    /// <summary>The node that is in the graph before any row is linked: that at which searches begin, or the highest carried one until a
    /// still higher one is linked.</summary>
    public int FirstNode { get; }

    /// <summary>The graph, which may be searched from the start. It outlives the construction, and whoever disposes it sees to it that
    /// neither searches nor inserters run.</summary>
    public HnswGraph Graph { get; }

    /// <summary>The order in which rows are linked; null for that which they have.</summary>
    public int[]? Order { get; }

    /// <summary>The rows that a search may not find from here on because they are not linked; a few others among them. Those that are
    /// not there and have a vector are found.</summary>
    public Bitmap Missing() => _linked.Missing();

    /// <summary>Says that rows are linked.</summary>
    public void AddLinked(ReadOnlySpan<int> rows) => _linked.Add(rows);

    /// <summary>The distances that stand beside a list of links; not a number for links that were carried over.</summary>
    public float* Distances(int level, int node)
        => (float*)(level == 0 ? _baseDistances : _upperDistances).Pointer + Pointers.Offset(level, node);

    /// <summary>Waits until no other thread changes the node's lists. Never hold two.</summary>
    public void Lock(int node)
    {
        ref int state = ref _locks[node & (LockCount - 1)];
        if (Interlocked.CompareExchange(ref state, 1, 0) == 0)
            return;
        var wait = default(SpinWait);
        do
            wait.SpinOnce(sleep1Threshold: -1);
        while (Volatile.Read(ref state) != 0 || Interlocked.CompareExchange(ref state, 1, 0) != 0);
    }

    public void Unlock(int node) => Volatile.Write(ref _locks[node & (LockCount - 1)], 0);

    /// <summary>Frees what only building needs; the graph stays.</summary>
    public void Dispose()
    {
        _baseDistances.Dispose();
        _upperDistances.Dispose();
    }

    private static NativeBuffer Filled(long bytes)
    {
        var buffer = new NativeBuffer(bytes);
        for (long done = 0; done < bytes;)
        {
            int piece = (int)Math.Min(bytes - done, 1 << 30);
            buffer.Slice(done, piece).Fill(0xFF);
            done += piece;
        }

        return buffer;
    }

    private sealed class Arrays(params NativeBuffer[] buffers) : IDisposable
    {
        public void Dispose()
        {
            foreach (NativeBuffer buffer in buffers)
                buffer.Dispose();
        }
    }
}

using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A graph while it is built: its arrays, which become those of the graph, and for each link its distance, so that a full list can
/// be thinned without measuring it again.</summary>
/// <remarks>
/// Levels are drawn for all rows beforehand, from the seed and the row number alone. So every list has its place from the start, and the
/// node that all searches begin
/// at is known: the first one on the highest level.
/// </remarks>
internal sealed unsafe class HnswConstruction : IDisposable
{
    private const int LockCount = 1 << 14;

    private readonly NativeBuffer _levels;
    private readonly NativeBuffer _upperStarts;
    private readonly NativeBuffer _baseLinks;
    private readonly NativeBuffer _upperLinks;
    private readonly NativeBuffer _baseDistances;
    private readonly NativeBuffer _upperDistances;
    private readonly int[] _locks = new int[LockCount];

    public HnswConstruction(byte* rows, int count, Bitmap? present, int m, int efConstruction, ulong seed)
    {
        Present = present;
        Rows = rows;
        _levels = new NativeBuffer(count);
        _upperStarts = new NativeBuffer((long)count * sizeof(int));
        Shape = DrawLevels(count, m, efConstruction, seed);
        _baseLinks = Filled(Shape.BaseLinksBytes);
        _upperLinks = Filled(Shape.UpperLinksBytes);
        _baseDistances = new NativeBuffer(Shape.BaseLinksBytes);
        _upperDistances = new NativeBuffer(Shape.UpperLinksBytes);
        Pointers = new HnswPointers(m, _levels.Pointer, (int*)_upperStarts.Pointer, (int*)_baseLinks.Pointer, (int*)_upperLinks.Pointer);
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
        long inserterBytes = 4L * Math.Max(efConstruction, shape.BasePlaces + 1) * sizeof(int);
        return shape.LevelsBytes + shape.UpperStartsBytes + (2 * (shape.BaseLinksBytes + shape.UpperLinksBytes)) + (LockCount * sizeof(int))
            + (threads * (HnswScratch.BytesFor(shape) + inserterBytes));
    }

    public HnswShape Shape { get; }

    public HnswPointers Pointers { get; }

    /// <summary>The first row's address.</summary>
    public byte* Rows { get; }

    /// <summary>The rows that become nodes; null for all.</summary>
    public Bitmap? Present { get; }

    /// <summary>The distances that stand beside a list of links.</summary>
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

    /// <summary>Hands the arrays over to a graph.</summary>
    public HnswGraph Finish()
    {
        _baseDistances.Dispose();
        _upperDistances.Dispose();
        return new HnswGraph(Shape, Pointers, new Arrays(_levels, _upperStarts, _baseLinks, _upperLinks));
    }

    /// <summary>Frees everything, when the graph is given up.</summary>
    public void Dispose()
    {
        _levels.Dispose();
        _upperStarts.Dispose();
        _baseLinks.Dispose();
        _upperLinks.Dispose();
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

    /// <summary>Gives each node its highest level: l with probability M^−l of reaching it.</summary>
    private HnswShape DrawLevels(int count, int m, int efConstruction, ulong seed)
    {
        double scale = 1 / Math.Log(m);
        int* upperStarts = (int*)_upperStarts.Pointer;
        int entryPoint = HnswGraph.NoRow;
        int topLevel = 0;
        int upperLists = 0;
        for (int row = 0; row < count; row++)
        {
            upperStarts[row] = upperLists;
            if (Present is not null && !Present[row])
                continue;
            double chance = ((Mix(seed + (ulong)row) >> 11) + 1) * (1.0 / (1UL << 53));
            int level = Math.Min((int)(-Math.Log(chance) * scale), HnswGraph.HighestLevel);
            _levels.Pointer[row] = (byte)level;
            upperLists = checked(upperLists + level);
            if (entryPoint < 0 || level > topLevel)
            {
                entryPoint = row;
                topLevel = level;
            }
        }

        return new HnswShape(count, m, efConstruction, entryPoint, topLevel, upperLists);
    }

    /// <summary>Scatters a number over all 64 bits (the finalizer of SplitMix64, by Steele, Lea and Flood).</summary>
    private static ulong Mix(ulong number)
    {
        number += 0x9E3779B97F4A7C15;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
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

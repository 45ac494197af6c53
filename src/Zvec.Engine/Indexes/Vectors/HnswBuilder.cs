using System.Runtime.ExceptionServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Builds the graph of a column. With one thread the same rows, settings and seed give the same graph.</summary>
internal static unsafe class HnswBuilder
{
    // So many rows are linked by one thread before others join, as rows that are linked at the same moment do not see each other.
    private const int AloneCount = 512;
    private const int RowsAtOnce = 16;

    /// <summary>Builds the graph of a column's vectors.</summary>
    /// <param name="space">The metric; of the column's layout.</param>
    /// <param name="column">The rows, all in one block of memory: a <see cref="MappedVectorColumn"/>.</param>
    /// <param name="m">Links of a node; see <see cref="HnswIndexOptions.M"/>.</param>
    /// <param name="efConstruction">See <see cref="HnswIndexOptions.EfConstruction"/>.</param>
    /// <param name="threads">How many threads link rows; the calling one is among them.</param>
    /// <param name="seed">Determines the nodes' levels.</param>
    /// <param name="cancellation">Gives the graph up between two rows.</param>
    public static HnswGraph Build(
        VectorSpace space,
        VectorColumn column,
        int m,
        int efConstruction,
        int threads,
        ulong seed = 0,
        CancellationToken cancellation = default)
    {
        if (space.Layout != column.Layout)
            throw new ArgumentException($"The space is for rows of {space.Layout} and the column has {column.Layout}.", nameof(space));
        int count = column.Count;
        if (count > 0 && column.BlockAt(0).Count != count)
            throw new ArgumentException("A graph is built only over rows that lie in one block of memory.", nameof(column));
        byte* rows = count == 0 ? null : column.BlockAt(0).Pointer;
        HnswGraph graph = Build(space.Rows, rows, count, column.Present, m, efConstruction, threads, seed, cancellation);
        GC.KeepAlive(column);
        return graph;
    }

    /// <summary>Builds the graph of a column's codes.</summary>
    /// <param name="codes">The codes.</param>
    /// <param name="column">The vectors that they are of.</param>
    /// <param name="m">Links of a node; see <see cref="HnswIndexOptions.M"/>.</param>
    /// <param name="efConstruction">See <see cref="HnswIndexOptions.EfConstruction"/>.</param>
    /// <param name="threads">How many threads link rows; the calling one is among them.</param>
    /// <param name="seed">Determines the nodes' levels.</param>
    /// <param name="cancellation">Gives the graph up between two rows.</param>
    public static HnswGraph Build(
        VectorCodes codes,
        VectorColumn column,
        int m,
        int efConstruction,
        int threads,
        ulong seed = 0,
        CancellationToken cancellation = default)
    {
        if (codes.Count != column.Count)
            throw new ArgumentException($"There are {codes.Count} codes for {column.Count} vectors.", nameof(codes));
        return Build(codes.Space, codes.Rows, codes.Count, column.Present, m, efConstruction, threads, seed, cancellation);
    }

    private static HnswGraph Build(
        RowSpace space,
        byte* rows,
        int count,
        Bitmap? present,
        int m,
        int efConstruction,
        int threads,
        ulong seed,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(efConstruction, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var construction = new HnswConstruction(rows, count, present, m, efConstruction, seed);
        try
        {
            int alone = threads == 1 ? count : Math.Min(count, AloneCount);
            var first = new Worker(space, construction, 0, alone, cancellation);
            first.Run();
            first.ThrowIfFailed();
            if (alone < count)
                RunTogether(space, construction, alone, count, threads, cancellation);
            return construction.Finish();
        }
        catch
        {
            construction.Dispose();
            throw;
        }
    }

    private static void RunTogether(
        RowSpace space, HnswConstruction construction, int start, int end, int threads, CancellationToken cancellation)
    {
        var shared = new Worker(space, construction, start, end, cancellation);
        var helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(shared.Run) { IsBackground = true, Name = "Zvec graph builder" };
            helpers[i].Start();
        }

        shared.Run();
        foreach (Thread helper in helpers)
            helper.Join();
        shared.ThrowIfFailed();
    }

    /// <summary>A range of rows that threads take pieces of until none is left or one of them fails.</summary>
    private sealed class Worker(RowSpace space, HnswConstruction construction, int start, int end, CancellationToken cancellation)
    {
        private long _next = start;
        private ExceptionDispatchInfo? _failure;

        public void Run()
        {
            try
            {
                using HnswInserter inserter = space.CreateInserter(construction);
                while (Volatile.Read(ref _failure) is null)
                {
                    long from = Interlocked.Add(ref _next, RowsAtOnce) - RowsAtOnce;
                    if (from >= end)
                        return;
                    for (int row = (int)from; row < Math.Min(from + RowsAtOnce, end); row++)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        if (construction.Present is null || construction.Present[row])
                            inserter.Insert(row);
                    }
                }
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
            }
        }

        public void ThrowIfFailed() => _failure?.Throw();
    }
}

using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Builds the graph of a column. With one thread the same rows, settings and seed give the same graph.</summary>
/// <remarks>
/// A graph that is there already for part of the rows is taken over, and only the others are inserted. Its nodes that have lost links to
/// rows that are gone get others in their place from what those rows linked to (after Singh et al., "FreshDiskANN", algorithm 4, but
/// links that are left stay, and new ones are made in both directions).
/// </remarks>
internal static unsafe class HnswBuilder
{
    // So many rows are linked by one thread before others join, as rows that are linked at the same moment do not see each other.
    private const int AloneCount = 512;

    /// <summary>Builds the graph of a column's vectors.</summary>
    /// <param name="space">The metric; of the column's layout.</param>
    /// <param name="column">The rows, all in one block of memory: a <see cref="MappedVectorColumn"/>.</param>
    /// <param name="m">Links of a node; see <see cref="HnswIndexOptions.M"/>.</param>
    /// <param name="efConstruction">See <see cref="HnswIndexOptions.EfConstruction"/>.</param>
    /// <param name="threads">How many threads link rows; the calling one is among them.</param>
    /// <param name="seed">Determines the nodes' levels.</param>
    /// <param name="reused">A graph to begin with; null for none.</param>
    /// <param name="cancellation">Gives the graph up between two rows.</param>
    public static HnswGraph Build(
        VectorSpace space,
        VectorColumn column,
        int m,
        int efConstruction,
        int threads,
        ulong seed = 0,
        ReusedGraph? reused = null,
        CancellationToken cancellation = default)
    {
        HnswGraph graph = Build(Begin(space, column, m, efConstruction, seed, reused), threads, cancellation);
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
    /// <param name="reused">A graph to begin with; null for none.</param>
    /// <param name="cancellation">Gives the graph up between two rows.</param>
    public static HnswGraph Build(
        VectorCodes codes,
        VectorColumn column,
        int m,
        int efConstruction,
        int threads,
        ulong seed = 0,
        ReusedGraph? reused = null,
        CancellationToken cancellation = default)
        => Build(Begin(codes, column, m, efConstruction, seed, reused), threads, cancellation);

    /// <summary>Begins the graph of a column's vectors, which is searchable while <see cref="Run"/> links its rows. The vectors must
    /// stay.</summary>
    public static HnswConstruction Begin(
        VectorSpace space, VectorColumn column, int m, int efConstruction, ulong seed = 0, ReusedGraph? reused = null)
    {
        if (space.Layout != column.Layout)
            throw new ArgumentException($"The space is for rows of {space.Layout} and the column has {column.Layout}.", nameof(space));
        int count = column.Count;
        if (count > 0 && column.BlockAt(0).Count != count)
            throw new ArgumentException("A graph is built only over rows that lie in one block of memory.", nameof(column));
        byte* rows = count == 0 ? null : column.BlockAt(0).Pointer;
        return Begin(space.Rows, rows, count, column.Present, m, efConstruction, seed, order: null, reused);
    }

    /// <summary>Begins the graph of a column's codes, which is searchable while <see cref="Run"/> links its rows. The codes must
    /// stay.</summary>
    public static HnswConstruction Begin(
        VectorCodes codes, VectorColumn column, int m, int efConstruction, ulong seed = 0, ReusedGraph? reused = null)
    {
        if (codes.Count != column.Count)
            throw new ArgumentException($"There are {codes.Count} codes for {column.Count} vectors.", nameof(codes));
        return Begin(codes.Space, codes.Rows, codes.Count, column.Present, m, efConstruction, seed, HnswOrder.FarthestFirst(codes), reused);
    }

    /// <summary>Links all rows, once. When it fails the graph is not to be used further.</summary>
    /// <param name="construction">What was begun.</param>
    /// <param name="threads">How many threads link rows; the calling one is among them.</param>
    /// <param name="cancellation">Gives the graph up between two rows.</param>
    public static void Run(HnswConstruction construction, int threads, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int count = construction.Shape.Count;
        int start = 0;
        if (construction.Reused is { } reused)
            CarryOver(construction, reused, threads, cancellation);
        else if (threads > 1)
            HnswBuildWork.Run(construction, 0, start = Math.Min(count, AloneCount), threads: 1, Link, cancellation);
        HnswBuildWork.Run(construction, start, count, threads, Link, cancellation);
    }

    private static HnswConstruction Begin(
        RowSpace space, byte* rows, int count, Bitmap? present, int m, int efConstruction, ulong seed, int[]? order, ReusedGraph? reused)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(efConstruction, 2);
        return new HnswConstruction(space, rows, count, present, m, efConstruction, seed, order, reused);
    }

    private static HnswGraph Build(HnswConstruction construction, int threads, CancellationToken cancellation)
    {
        using (construction)
        {
            try
            {
                Run(construction, threads, cancellation);
                return construction.Graph;
            }
            catch
            {
                construction.Graph.Dispose();
                throw;
            }
        }
    }

    private static void CarryOver(HnswConstruction construction, ReusedGraph reused, int threads, CancellationToken cancellation)
    {
        HnswBuildWork.Run(construction, 0, reused.NewRows.Length, threads, CarryOver, cancellation);
        if (reused.NewRows.AsSpan().Contains(HnswGraph.NoRow))
            HnswBuildWork.Run(construction, 0, reused.NewRows.Length, threads, Repair, cancellation);

        // what has lost all it was linked with is inserted like a new row
        Bitmap carried = construction.Carried!;
        foreach (int row in reused.NewRows)
        {
            if (row >= 0 && row != construction.FirstNode && construction.Pointers.Links(0, row)[0] == HnswGraph.NoRow)
                carried[row] = false;
        }

        int entryPoint = construction.Shape.EntryPoint;
        if (entryPoint != construction.FirstNode)
        {
            using HnswInserter inserter = construction.Space.CreateInserter(construction);
            inserter.Insert(entryPoint);
            carried[entryPoint] = true;
        }

        construction.AddLinked([.. reused.NewRows.Where(row => row >= 0 && carried[row]), entryPoint]);
    }

    private static void CarryOver(HnswConstruction construction, HnswInserter inserter, int start, int end)
    {
        int[] newRows = construction.Reused!.NewRows;
        for (int row = start; row < end; row++)
        {
            if (newRows[row] >= 0 && construction.Carried![newRows[row]])
                inserter.CarryOver(row);
        }
    }

    private static void Repair(HnswConstruction construction, HnswInserter inserter, int start, int end)
    {
        int[] newRows = construction.Reused!.NewRows;
        for (int row = start; row < end; row++)
        {
            if (newRows[row] >= 0 && construction.Carried![newRows[row]])
                inserter.Repair(row);
        }
    }

    private static void Link(HnswConstruction construction, HnswInserter inserter, int start, int end)
    {
        Span<int> rows = stackalloc int[HnswBuildWork.RowsAtOnce];
        rows = rows[..(end - start)];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i] = construction.Order?[start + i] ?? start + i;
            if (construction.Present?[row] != false && construction.Carried?[row] != true)
                inserter.Insert(row);
        }

        construction.AddLinked(rows);
    }
}

using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Searches the vectors of one segment.</summary>
/// <remarks>The column and the graph must stay undisposed until a call returns: whoever searches holds a lease on the segment. Any number
/// of threads may search at once, each with a query and results of its own.</remarks>
internal static unsafe class VectorSearch
{
    /// <summary>Rows that a scan looks at between two looks at whether to stop; some milliseconds.</summary>
    private const int PieceRows = 1 << 14;

    /// <summary>Rows that are measured exactly before their errors tell how far those of others may go.</summary>
    private const int FewestRescored = 8;

    /// <summary>How many of the largest errors lie between rows that may change places; see <see cref="Rescore"/>.</summary>
    private const double SafeErrors = 3;

    /// <summary>How many rows a search should keep so that the nearest <paramref name="top"/> of them after <see cref="Rescore"/> are the
    /// right ones: a few more, as distances of single precision may put rows that are almost equally near in the wrong order.</summary>
    public static int CandidatesFor(int top) => top + Math.Max(8, top / 8);

    /// <summary>Scans the first <paramref name="rowCount"/> rows and keeps the nearest.</summary>
    /// <param name="space">The metric; of the column's layout.</param>
    /// <param name="column">The vectors. Rows without one are never hits.</param>
    /// <param name="rowCount">The rows that the caller's snapshot has.</param>
    /// <param name="query">The query, encoded for the column's layout.</param>
    /// <param name="accept">The rows that may be hits, a bitmap of <paramref name="rowCount"/> rows; null for all.</param>
    /// <param name="results">Where the nearest go, with distances of single precision.</param>
    /// <param name="cancellation">Stops between some thousand rows.</param>
    public static void Flat(
        VectorSpace space,
        VectorColumn column,
        int rowCount,
        EncodedQuery query,
        Bitmap? accept,
        TopK results,
        CancellationToken cancellation = default)
        => Flat(space, column, 0, rowCount, query, accept, results, cancellation);

    /// <summary>As the other, from the row <paramref name="firstRow"/> on.</summary>
    public static void Flat(
        VectorSpace space,
        VectorColumn column,
        int firstRow,
        int rowCount,
        EncodedQuery query,
        Bitmap? accept,
        TopK results,
        CancellationToken cancellation)
    {
        CheckSame(space, column);
        CheckLength(accept, rowCount);
        Bitmap? present = column.PresentUpTo(rowCount);
        for (int row = firstRow; row < rowCount;)
        {
            cancellation.ThrowIfCancellationRequested();
            VectorBlock block = column.BlockAt(row);
            int most = Math.Min(rowCount - row, PieceRows);
            if (block.Count > most)
                block = new VectorBlock(block.Pointer, row, most);
            Scan(space.Rows, block, query, accept, present, results);
            row += block.Count;
        }

        GC.KeepAlive(column);
    }

    /// <summary>Scans all codes of a column and keeps the nearest.</summary>
    /// <param name="codes">The codes.</param>
    /// <param name="column">The vectors that they are of. Rows without one are never hits.</param>
    /// <param name="query">The query, encoded by the codes' quantizer.</param>
    /// <param name="accept">The rows that may be hits; null for all.</param>
    /// <param name="results">Where the nearest go, with the distances of the codes.</param>
    /// <param name="cancellation">Stops between some thousand rows.</param>
    public static void Flat(
        VectorCodes codes,
        VectorColumn column,
        EncodedQuery query,
        Bitmap? accept,
        TopK results,
        CancellationToken cancellation = default)
    {
        CheckLength(accept, codes.Count);
        Bitmap? present = column.Present;
        for (int row = 0; row < codes.Count; row += PieceRows)
        {
            cancellation.ThrowIfCancellationRequested();
            byte* first = codes.Rows + ((long)row * codes.Space.Stride);
            Scan(codes.Space, new VectorBlock(first, row, Math.Min(codes.Count - row, PieceRows)), query, accept, present, results);
        }
    }

    /// <summary>As the method with a plan, which is the measured one.</summary>
    public static bool Hnsw(
        HnswGraph graph,
        VectorSpace space,
        VectorColumn column,
        EncodedQuery query,
        int ef,
        Bitmap? accept,
        TopK results,
        CancellationToken cancellation = default)
        => Hnsw(graph, space, column, query, ef, accept, FilterPlan.Measured, results, cancellation);

    /// <summary>Walks the graph of a column.</summary>
    /// <param name="graph">The graph; of as many rows as the column.</param>
    /// <param name="space">The metric that the graph was built with.</param>
    /// <param name="column">The vectors, in one block of memory.</param>
    /// <param name="query">The query, encoded for the column's layout.</param>
    /// <param name="ef">Candidates to keep; raised to the capacity of <paramref name="results"/> when below.</param>
    /// <param name="accept">The rows that may be hits; null for all. So many candidates that are accepted are kept, whatever the share of
    /// rows that pass.</param>
    /// <param name="plan">How rows are found when <paramref name="accept"/> is given; tests force one.</param>
    /// <param name="results">Where the nearest go, with distances of single precision.</param>
    /// <param name="cancellation">Stops between some nodes.</param>
    /// <returns>Whether they were; if not, a scan is better and nothing was added. Always true when all rows are accepted.</returns>
    public static bool Hnsw(
        HnswGraph graph,
        VectorSpace space,
        VectorColumn column,
        EncodedQuery query,
        int ef,
        Bitmap? accept,
        FilterPlan plan,
        TopK results,
        CancellationToken cancellation = default)
    {
        CheckSame(space, column);
        CheckLength(accept, column.Count);
        if (graph.Count != column.Count)
            throw new ArgumentException($"The graph has {graph.Count} rows and the column {column.Count}.", nameof(graph));
        if (graph.Count == 0)
            return true;
        VectorBlock block = column.BlockAt(0);
        if (block.Count != column.Count)
            throw new ArgumentException("A graph is walked only over rows that lie in one block of memory.", nameof(column));
        int kept = Math.Min(Math.Max(ef, results.Capacity), graph.Count);
        bool isFound = Walk(graph, space.Rows, block.Pointer, query, kept, accept, plan, results, cancellation);
        GC.KeepAlive(column);
        return isFound;
    }

    /// <summary>As the method with a plan, which is the measured one.</summary>
    public static bool Hnsw(
        HnswGraph graph,
        VectorCodes codes,
        EncodedQuery query,
        int ef,
        Bitmap? accept,
        TopK results,
        CancellationToken cancellation = default)
        => Hnsw(graph, codes, query, ef, accept, FilterPlan.Measured, results, cancellation);

    /// <summary>Walks a graph over the codes of a column.</summary>
    /// <param name="graph">The graph; of as many rows as the codes.</param>
    /// <param name="codes">The codes.</param>
    /// <param name="query">The query, encoded by the codes' quantizer.</param>
    /// <param name="ef">Candidates to keep; raised to the capacity of <paramref name="results"/> when below.</param>
    /// <param name="accept">The rows that may be hits; null for all.</param>
    /// <param name="plan">How rows are found when <paramref name="accept"/> is given; tests force one.</param>
    /// <param name="results">Where the nearest go, with the distances of the codes.</param>
    /// <param name="cancellation">Stops between some nodes.</param>
    /// <returns>Whether they were; if not, a scan is better and nothing was added. Always true when all rows are accepted.</returns>
    public static bool Hnsw(
        HnswGraph graph,
        VectorCodes codes,
        EncodedQuery query,
        int ef,
        Bitmap? accept,
        FilterPlan plan,
        TopK results,
        CancellationToken cancellation = default)
    {
        CheckLength(accept, codes.Count);
        if (graph.Count != codes.Count)
            throw new ArgumentException($"The graph has {graph.Count} rows and there are {codes.Count} codes.", nameof(graph));
        int kept = Math.Min(Math.Max(ef, results.Capacity), graph.Count);
        return kept == 0 || Walk(graph, codes.Space, codes.Rows, query, kept, accept, plan, results, cancellation);
    }

    /// <summary>Whether a scan of all rows is likely to measure fewer distances than a walk over them: a walk measures about 1.2·M for
    /// each candidate that it keeps.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rowCount">The rows that may be hits.</param>
    /// <param name="ef">Candidates that the walk would keep.</param>
    public static bool ScanIsCheaper(HnswGraph graph, int rowCount, int ef) => rowCount <= 1.2 * graph.Shape.M * ef;

    /// <summary>Replaces the distances of what a search kept by exact ones, and sorts by them, then by row.</summary>
    /// <param name="space">The metric.</param>
    /// <param name="column">The vectors.</param>
    /// <param name="query">The encoded query.</param>
    /// <param name="results">What a search kept; it is sorted.</param>
    /// <param name="hits">Where the hits are added.</param>
    /// <param name="wanted">How many of the nearest are needed; those left when no other can be among them are not measured, and no hits.
    /// None for all.</param>
    /// <remarks>
    /// Results come by the distances that the search saw, each off by some error. If no error exceeds one and a half times the largest so
    /// far, what is seen beyond the last of the wanted by three times that cannot be among them, and is not measured, nor what follows. So
    /// codes that are nearly exact cost few reads of vectors, which are random reads of a large file, and coarse ones as many as were kept.
    /// </remarks>
    public static void Rescore(
        VectorSpace space, VectorColumn column, EncodedQuery query, TopK results, List<VectorHit> hits, int? wanted = null)
    {
        int start = hits.Count;
        ReadOnlySpan<ulong> sorted = results.Sort();
        double lastWanted = wanted < sorted.Length ? DistanceKey.Distance(sorted[wanted.Value - 1]) : double.PositiveInfinity;
        double largestError = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double seen = DistanceKey.Distance(sorted[i]);
            if (i >= wanted && i >= FewestRescored && seen - lastWanted > SafeErrors * largestError)
                break;
            int row = DistanceKey.Row(sorted[i]);
            double distance = space.ExactDistance(query.Pointer, column.Look(row, query.Room));
            largestError = Math.Max(largestError, Math.Abs(distance - seen));
            hits.Add(new VectorHit(row, distance));
        }

        GC.KeepAlive(column);
        hits.Sort(start, hits.Count - start, NearestFirst.Instance);
    }

    private static bool Walk(
        HnswGraph graph,
        RowSpace space,
        byte* rows,
        EncodedQuery query,
        int kept,
        Bitmap? accept,
        FilterPlan plan,
        TopK results,
        CancellationToken cancellation)
    {
        if (accept is not null)
            return space.Search(graph, rows, query.Pointer, kept, accept, plan, results, cancellation);
        space.Search(graph, rows, query.Pointer, kept, results, cancellation);
        return true;
    }

    private static void Scan(RowSpace space, VectorBlock block, EncodedQuery query, Bitmap? accept, Bitmap? present, TopK results)
    {
        if ((accept ?? present) is not { } first)
            space.Scan(block, query.Pointer, results);
        else
            space.Scan(block, query.Pointer, first.Words, accept is null || present is null ? default : present.Words, results);
    }

    private static void CheckSame(VectorSpace space, VectorColumn column)
    {
        if (space.Layout != column.Layout)
            throw new ArgumentException($"The space is for rows of {space.Layout} and the column has {column.Layout}.", nameof(space));
    }

    private static void CheckLength(Bitmap? accept, int rowCount)
    {
        if (accept is not null && accept.Length != rowCount)
            throw new ArgumentException($"The accepted rows are {accept.Length} bits for {rowCount} rows.", nameof(accept));
    }

    private sealed class NearestFirst : IComparer<VectorHit>
    {
        public static readonly NearestFirst Instance = new();

        public int Compare(VectorHit x, VectorHit y)
        {
            int order = x.Distance.CompareTo(y.Distance);
            return order != 0 ? order : x.Row.CompareTo(y.Row);
        }
    }
}

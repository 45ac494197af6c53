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

    /// <summary>Walks the graph of a column.</summary>
    /// <param name="graph">The graph; of as many rows as the column.</param>
    /// <param name="space">The metric that the graph was built with.</param>
    /// <param name="column">The vectors, in one block of memory.</param>
    /// <param name="query">The query, encoded for the column's layout.</param>
    /// <param name="ef">Candidates to keep; raised to the capacity of <paramref name="results"/> when below.</param>
    /// <param name="accept">The rows that may be hits; null for all. So many candidates that are accepted are kept, whatever the share of
    /// rows that pass.</param>
    /// <param name="results">Where the nearest go, with distances of single precision.</param>
    /// <param name="cancellation">Stops between some nodes.</param>
    public static void Hnsw(
        HnswGraph graph,
        VectorSpace space,
        VectorColumn column,
        EncodedQuery query,
        int ef,
        Bitmap? accept,
        TopK results,
        CancellationToken cancellation = default)
    {
        CheckSame(space, column);
        CheckLength(accept, column.Count);
        if (graph.Count != column.Count)
            throw new ArgumentException($"The graph has {graph.Count} rows and the column {column.Count}.", nameof(graph));
        if (graph.Count == 0)
            return;
        VectorBlock block = column.BlockAt(0);
        if (block.Count != column.Count)
            throw new ArgumentException("A graph is walked only over rows that lie in one block of memory.", nameof(column));
        int kept = Math.Min(Math.Max(ef, results.Capacity), graph.Count);
        space.Rows.Search(graph, block.Pointer, query.Pointer, kept, accept, results, cancellation);
        GC.KeepAlive(column);
    }

    /// <summary>Walks a graph over the codes of a column.</summary>
    /// <param name="graph">The graph; of as many rows as the codes.</param>
    /// <param name="codes">The codes.</param>
    /// <param name="query">The query, encoded by the codes' quantizer.</param>
    /// <param name="ef">Candidates to keep; raised to the capacity of <paramref name="results"/> when below.</param>
    /// <param name="accept">The rows that may be hits; null for all.</param>
    /// <param name="results">Where the nearest go, with the distances of the codes.</param>
    /// <param name="cancellation">Stops between some nodes.</param>
    public static void Hnsw(
        HnswGraph graph,
        VectorCodes codes,
        EncodedQuery query,
        int ef,
        Bitmap? accept,
        TopK results,
        CancellationToken cancellation = default)
    {
        CheckLength(accept, codes.Count);
        if (graph.Count != codes.Count)
            throw new ArgumentException($"The graph has {graph.Count} rows and there are {codes.Count} codes.", nameof(graph));
        int kept = Math.Min(Math.Max(ef, results.Capacity), graph.Count);
        if (kept > 0)
            codes.Space.Search(graph, codes.Rows, query.Pointer, kept, accept, results, cancellation);
    }

    /// <summary>Whether a scan of the accepted rows is likely to measure fewer distances than a walk.</summary>
    /// <remarks>A walk measures about 1.2·M distances for each candidate that it keeps, and passes 1/selectivity candidates for each that
    /// is accepted.</remarks>
    /// <param name="graph">The graph.</param>
    /// <param name="acceptedCount">The rows that may be hits, or an estimate of their number.</param>
    /// <param name="ef">Candidates that the walk would keep.</param>
    public static bool ScanIsCheaper(HnswGraph graph, int acceptedCount, int ef)
    {
        double walked = Math.Min(graph.Count, 1.2 * graph.Shape.M * ef * graph.Count / Math.Max(acceptedCount, 1.0));
        return acceptedCount <= walked;
    }

    /// <summary>Replaces the distances of what a search kept by exact ones, and sorts by them, then by row.</summary>
    /// <param name="space">The metric.</param>
    /// <param name="column">The vectors.</param>
    /// <param name="query">The encoded query.</param>
    /// <param name="results">What a search kept; it is sorted.</param>
    /// <param name="hits">Where the hits are added.</param>
    public static void Rescore(VectorSpace space, VectorColumn column, EncodedQuery query, TopK results, List<VectorHit> hits)
    {
        int start = hits.Count;
        foreach (ulong key in results.Sort())
        {
            int row = DistanceKey.Row(key);
            hits.Add(new VectorHit(row, space.ExactDistance(query.Pointer, column.BlockAt(row).Pointer)));
        }

        GC.KeepAlive(column);
        hits.Sort(start, hits.Count - start, NearestFirst.Instance);
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

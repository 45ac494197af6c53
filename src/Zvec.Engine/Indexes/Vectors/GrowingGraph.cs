using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A graph that is searched while it is built: what is linked is walked, and the rest is scanned.</summary>
/// <remarks>Counted by reference: whoever builds it and every search that has entered it holds it, and the last one to dispose it frees the
/// graph. The rows must stay as long: a search holds a lease on their segment.</remarks>
internal sealed unsafe class GrowingGraph : IDisposable
{
    /// <summary>Rows that a scan looks at between two looks at whether to stop.</summary>
    private const int PieceRows = 1 << 14;

    private readonly HnswConstruction _construction;
    private ReferenceCount _references = new();

    /// <param name="construction">What is built. Its graph belongs to this object from here on.</param>
    public GrowingGraph(HnswConstruction construction) => _construction = construction;

    /// <summary>Whether the graph is one of the codes, rather than of the vectors themselves.</summary>
    public bool IsOf(VectorCodes codes) => _construction.Rows == codes.Rows;

    /// <summary>Takes a reference, which the caller disposes, unless everybody has let go of the graph.</summary>
    public bool TryEnter() => _references.TryAdd();

    /// <summary>Lets go of a reference.</summary>
    public void Dispose()
    {
        if (_references.Release())
            _construction.Graph.Dispose();
    }

    /// <summary>Keeps the rows that are nearest to a query.</summary>
    /// <param name="query">The query, encoded as the rows are that the graph is built of.</param>
    /// <param name="ef">Candidates that a walk keeps; raised to the capacity of <paramref name="results"/> when below.</param>
    /// <param name="accept">The rows that may be hits; null for all.</param>
    /// <param name="acceptCount">Their number.</param>
    /// <param name="results">Where the nearest go; empty.</param>
    /// <param name="cancellation">Stops between some nodes or rows.</param>
    public void Search(EncodedQuery query, int ef, Bitmap? accept, int acceptCount, TopK results, CancellationToken cancellation = default)
    {
        HnswGraph graph = _construction.Graph;

        // what is linked from here on is scanned
        Bitmap missing = _construction.Missing();
        long linked = (_construction.Present?.CountSet() ?? graph.Count) - missing.CountSet();
        long reached = acceptCount * linked / Math.Max(1, graph.Count);
        if (reached == 0 || VectorSearch.ScanIsCheaper(graph, (int)reached, ef))
        {
            Scan(_construction.Present, query, accept, results, cancellation);
            return;
        }

        int kept = Math.Min(Math.Max(ef, results.Capacity), graph.Count);
        if (accept is null)
        {
            _construction.Space.Search(graph, _construction.Rows, query.Pointer, kept, results, cancellation);
        }
        else if (!_construction.Space.Search(
            graph, _construction.Rows, query.Pointer, kept, accept, FilterPlan.Measured, results, cancellation))
        {
            Scan(_construction.Present, query, accept, results, cancellation);
            return;
        }

        LeaveToScan(missing, results);
        Scan(missing, query, accept, results, cancellation);
    }

    /// <summary>Takes out the rows that the walk came upon and the scan comes upon again.</summary>
    private static void LeaveToScan(Bitmap missing, TopK results)
    {
        // what is added takes places that were read before
        ReadOnlySpan<ulong> found = results.Sort();
        results.Reset(results.Capacity);
        foreach (ulong key in found)
        {
            int row = DistanceKey.Row(key);
            if (!missing[row])
                results.Add(DistanceKey.Distance(key), row);
        }
    }

    private void Scan(Bitmap? among, EncodedQuery query, Bitmap? accept, TopK results, CancellationToken cancellation)
    {
        RowSpace space = _construction.Space;
        for (int row = 0; row < _construction.Shape.Count; row += PieceRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(_construction.Shape.Count - row, PieceRows);
            var block = new VectorBlock(_construction.Rows + ((long)row * space.Stride), row, count);
            if ((accept ?? among) is not { } first)
                space.Scan(block, query.Pointer, results);
            else
                space.Scan(block, query.Pointer, first.Words, accept is null || among is null ? default : among.Words, results);
        }
    }
}

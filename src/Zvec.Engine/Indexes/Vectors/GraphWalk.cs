using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A walk that stops early and can be continued: first to the nodes around the query, and, when it is known how near rows must be
/// to be among the best of many graphs, on to those.</summary>
/// <remarks>For all rows of a graph, or nearly all. One thread uses it at a time. The graph and the rows must stay undisposed until the
/// walk is.</remarks>
internal sealed unsafe class GraphWalk : IDisposable
{
    private readonly HnswGraph _graph;
    private readonly HnswPointers _pointers;
    private readonly RowSpace _space;
    private readonly byte* _rows;
    private readonly Bitmap? _accept;
    private HnswScratch? _scratch;

    private GraphWalk(HnswGraph graph, RowSpace space, byte* rows, Bitmap? accept, bool isOfCodes)
    {
        IsOfCodes = isOfCodes;
        _graph = graph;
        _pointers = graph.Pointers;
        _space = space;
        _rows = rows;
        _accept = accept;
        _scratch = graph.Scratch.Rent();
    }

    /// <summary>Whether distances are those of codes.</summary>
    public bool IsOfCodes { get; }

    private HnswScratch Scratch => _scratch ?? throw new ObjectDisposedException(nameof(GraphWalk));

    /// <summary>A walk over codes.</summary>
    /// <param name="graph">The graph; of as many rows as the codes.</param>
    /// <param name="codes">The codes.</param>
    /// <param name="vector">The query as it was given; finite.</param>
    /// <param name="accept">The rows that may be hits; null for all.</param>
    public static GraphWalk Over(HnswGraph graph, VectorCodes codes, ReadOnlySpan<float> vector, Bitmap? accept)
    {
        Check(graph, codes.Count, accept);
        var walk = new GraphWalk(graph, codes.Space, codes.Rows, accept, isOfCodes: true);
        codes.Quantizer.EncodeQuery(vector, walk.Scratch.Query(codes.Quantizer.QueryBytes));
        return walk;
    }

    /// <summary>A walk over the vectors themselves.</summary>
    /// <param name="graph">The graph; of as many rows as the column.</param>
    /// <param name="space">The metric that the graph was built with; of the column's layout.</param>
    /// <param name="column">The vectors, in one block of memory.</param>
    /// <param name="elements">The query's elements as bytes, in the layout's type; finite.</param>
    /// <param name="accept">The rows that may be hits; null for all.</param>
    public static GraphWalk Over(HnswGraph graph, VectorSpace space, VectorColumn column, ReadOnlySpan<byte> elements, Bitmap? accept)
    {
        Check(graph, column.Count, accept);
        if (space.Layout != column.Layout)
            throw new ArgumentException($"The space is for rows of {space.Layout} and the column has {column.Layout}.", nameof(space));
        VectorBlock block = column.BlockAt(0);
        if (block.Count != column.Count)
            throw new ArgumentException("A graph is walked only over rows that lie in one block of memory.", nameof(column));
        var walk = new GraphWalk(graph, space.Rows, block.Pointer, accept, isOfCodes: false);
        int stride = space.Layout.Stride;
        VectorEncoder.Encode(space.Layout, elements, walk.Scratch.Query(stride + VectorRowLayout.Slack)[..stride]);
        return walk;
    }

    /// <summary>Walks until the nearest nodes that it knows have been looked behind.</summary>
    /// <param name="kept">The most nodes to know.</param>
    /// <param name="depth">How many of the nearest must have been looked behind.</param>
    /// <param name="bound">Others are of no use unless nearer than this.</param>
    /// <param name="cancellation">Stops between some nodes.</param>
    public void Begin(int kept, int depth, float bound, CancellationToken cancellation)
    {
        Scratch.Pool.Reset(Math.Min(kept, _graph.Count), depth, bound);
        if (_graph.Shape.EntryPoint >= 0)
            _space.BeginWalk(_graph, _rows, Scratch.QueryPointer, Scratch, cancellation);
    }

    /// <summary>Walks until all nodes nearer than a bound that it knows have been looked behind.</summary>
    public void Continue(float bound, CancellationToken cancellation)
    {
        Scratch.Pool.Narrow(bound);
        _space.ContinueWalk(_pointers, _rows, Scratch.QueryPointer, Scratch, cancellation);
    }

    /// <summary>Copies the distances of the accepted rows that it found, ascending, as far as they are nearer than a bound.</summary>
    /// <returns>How many they are.</returns>
    public int CopyDistances(Span<float> into, float bound)
    {
        ReadOnlySpan<float> all = Scratch.Pool.Distances;
        int count = 0;
        for (int place = 0; place < all.Length && count < into.Length && all[place] < bound; place++)
        {
            into[count] = all[place];
            count += _accept is null || _accept[Scratch.Pool.RowAt(place)] ? 1 : 0;
        }

        return count;
    }

    /// <summary>Shows the accepted rows that it found to <paramref name="results"/>, as far as they are no farther than a bound.</summary>
    public void AddTo(TopK results, float bound)
    {
        CandidatePool pool = Scratch.Pool;
        int room = results.Capacity;
        for (int place = 0; place < pool.Count && room > 0 && pool.DistanceAt(place) <= bound; place++)
        {
            if (_accept is not null && !_accept[pool.RowAt(place)])
                continue;
            results.Add(pool.DistanceAt(place), pool.RowAt(place));
            room--;
        }
    }

    public void Dispose()
    {
        if (_scratch is not { } scratch)
            return;
        _scratch = null;
        _graph.Scratch.Return(scratch);
    }

    private static void Check(HnswGraph graph, int count, Bitmap? accept)
    {
        if (graph.Count != count)
            throw new ArgumentException($"The graph has {graph.Count} rows, and {count} are walked.", nameof(graph));
        if (accept is not null && accept.Length != count)
            throw new ArgumentException($"The accepted rows are {accept.Length} bits for {count} rows.", nameof(accept));
    }
}

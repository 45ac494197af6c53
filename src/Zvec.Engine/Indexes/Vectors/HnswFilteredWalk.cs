using System.Runtime.CompilerServices;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Walks a graph towards a query and collects accepted rows only.</summary>
internal static unsafe class HnswFilteredWalk<TKernel>
    where TKernel : struct, IRowKernel
{
    /// <summary>Nodes that a walk passes between two looks at whether to stop; a power of two.</summary>
    private const int GlanceNodes = 256;

    public static void Search(
        HnswGraph graph, VectorRows rows, byte* query, int ef, Bitmap accept, TopK results, CancellationToken cancellation)
    {
        HnswShape shape = graph.Shape;
        if (shape.EntryPoint < 0)
            return;
        HnswScratch scratch = graph.Scratch.Rent();
        HnswPointers pointers = graph.Pointers;
        int node = shape.EntryPoint;
        float distance = TKernel.Distance(query, rows[node], rows.Dimensions);
        for (int level = shape.TopLevel; level > 0; level--)
            HnswSearch<TKernel>.Descend(pointers, rows, query, level, ref node, ref distance);

        CandidatePool pool = scratch.Pool;
        try
        {
            FilteredWalk(pointers, rows, query, ef, accept, node, distance, scratch, cancellation);
        }
        catch
        {
            graph.Scratch.Return(scratch);
            throw;
        }

        int found = Math.Min(pool.Count, results.Capacity);
        for (int place = 0; place < found; place++)
            results.Add(pool.DistanceAt(place), pool.RowAt(place));
        graph.Scratch.Return(scratch);
    }

    /// <summary>As <see cref="HnswSearch{TKernel}.Walk"/> on level 0, but only accepted nodes enter the pool; the others are passed through, as far as they are
    /// nearer than the pool's worst.</summary>
    private static void FilteredWalk(
        HnswPointers pointers,
        VectorRows rows,
        byte* query,
        int ef,
        Bitmap accept,
        int start,
        float startDistance,
        HnswScratch scratch,
        CancellationToken cancellation)
    {
        CandidatePool pool = scratch.Pool;
        VisitedSet visited = scratch.Visited;
        OpenHeap open = scratch.Open;
        ReadOnlySpan<ulong> accepted = accept.Words;
        int* batch = scratch.Batch;
        pool.Reset(ef);
        visited.Reset();
        visited.Mark(start);
        open.Clear();
        open.Push(DistanceKey.Pack(startDistance, start));
        if (accept[start])
            pool.Insert(startDistance, start);

        for (int passed = 0; open.Count > 0; passed++)
        {
            if ((passed & (GlanceNodes - 1)) == 0)
                cancellation.ThrowIfCancellationRequested();
            ulong nearest = open.Pop();
            if (DistanceKey.Distance(nearest) > pool.Worst)
                return;
            int count = Gather(pointers, rows, 0, DistanceKey.Row(nearest), visited, batch);
            if (open.Count > 0)
                pointers.FetchSoon(0, DistanceKey.Row(open.Peek()));
            for (int i = 0; i < count; i++)
            {
                int row = batch[i];
                float distance = TKernel.Distance(query, rows[row], rows.Dimensions);
                if (distance >= pool.Worst)
                    continue;
                open.Push(DistanceKey.Pack(distance, row));
                if ((accepted[row >> 6] >> row & 1) != 0)
                    pool.Insert(distance, row);
            }
        }
    }

    /// <summary>Puts the links of a node that have not been visited into a batch, and starts to fetch their rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Gather(HnswPointers pointers, VectorRows rows, int level, int node, VisitedSet visited, int* batch)
    {
        int* links = pointers.Links(level, node);
        int places = pointers.Places(level);
        int count = 0;
        for (int i = 0; i < places; i++)
        {
            int link = links[i];
            if (link < 0)
                break;
            batch[count] = link;
            count += visited.Mark(link);
        }

        for (int i = 0; i < count; i++)
            rows.FetchSoon(batch[i]);
        return count;
    }
}

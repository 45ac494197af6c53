using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Walks a graph towards a query: greedily down the upper levels, then best first on level 0.</summary>
/// <remarks>Also walks a graph that other threads are building: a list of links that changes under the walk still names rows
/// only.</remarks>
internal static unsafe class HnswSearch<TKernel>
    where TKernel : struct, IRowKernel
{
    /// <summary>Nodes that a walk passes between two looks at whether to stop; a power of two.</summary>
    private const int GlanceNodes = 256;

    public static void Search(
        HnswGraph graph, VectorRows rows, byte* query, int ef, TopK results, CancellationToken cancellation)
    {
        HnswShape shape = graph.Shape;
        if (shape.EntryPoint < 0)
            return;
        HnswScratch scratch = graph.Scratch.Rent();
        HnswPointers pointers = graph.Pointers;
        int node = shape.EntryPoint;
        float distance = TKernel.Distance(query, rows[node], rows.Dimensions);
        for (int level = shape.TopLevel; level > 0; level--)
            Descend(pointers, rows, query, level, ref node, ref distance);

        CandidatePool pool = scratch.Pool;
        try
        {
            Walk(pointers, rows, query, 0, ef, node, distance, scratch, cancellation);
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

    /// <summary>Goes to the nearest linked node until none is nearer.</summary>
    public static void Descend(HnswPointers pointers, VectorRows rows, byte* query, int level, ref int node, ref float distance)
    {
        int places = pointers.Places(level);
        while (true)
        {
            int* links = pointers.Links(level, node);
            int nearest = node;
            for (int i = 0; i < places && links[i] >= 0; i++)
                rows.FetchSoon(links[i]);
            for (int i = 0; i < places; i++)
            {
                int link = links[i];
                if (link < 0)
                    break;
                float d = TKernel.Distance(query, rows[link], rows.Dimensions);
                if (d < distance)
                {
                    distance = d;
                    nearest = link;
                }
            }

            if (nearest == node)
                return;
            node = nearest;
        }
    }

    /// <summary>Gathers the <paramref name="ef"/> nearest nodes of a level into the scratch's pool.</summary>
    /// <remarks>Three nodes are under way at once: while the rows that one links to are measured, those of the next are being fetched, and
    /// the links of the one after.</remarks>
    public static void Walk(
        HnswPointers pointers,
        VectorRows rows,
        byte* query,
        int level,
        int ef,
        int start,
        float startDistance,
        HnswScratch scratch,
        CancellationToken cancellation = default)
    {
        CandidatePool pool = scratch.Pool;
        VisitedSet visited = scratch.Visited;
        pool.Reset(ef);
        visited.Reset();
        visited.Mark(start);
        pool.Insert(startDistance, start);

        int* batch = scratch.Batch;
        int* nextBatch = scratch.NextBatch;
        int count = Gather(pointers, rows, level, pool.Take(), visited, batch);
        for (int passed = 0; ; passed++)
        {
            if ((passed & (GlanceNodes - 1)) == 0)
                cancellation.ThrowIfCancellationRequested();
            int next = pool.Take();
            int nextCount = 0;
            if (next >= 0)
            {
                int afterNext = pool.Peek();
                if (afterNext >= 0)
                    pointers.FetchSoon(level, afterNext);
                nextCount = Gather(pointers, rows, level, next, visited, nextBatch);
            }

            rows.Distances<TKernel>(query, batch, count, scratch.Distances);
            Insert(pointers, level, batch, scratch.Distances, count, pool);
            if (next < 0)
            {
                next = pool.Take();
                if (next < 0)
                    return;
                nextCount = Gather(pointers, rows, level, next, visited, nextBatch);
            }

            int* measured = batch;
            batch = nextBatch;
            nextBatch = measured;
            count = nextCount;
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

            // also those that turn out to have been visited: most are still near, and the others need not wait for the look
            rows.FetchSoon(link);
            batch[count] = link;
            count += visited.Mark(link);
        }

        return count;
    }

    /// <summary>Puts the rows of a batch that are near enough into the pool, and starts to fetch the links of each that is now the
    /// nearest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Insert(HnswPointers pointers, int level, int* batch, float* distances, int count, CandidatePool pool)
    {
        for (int start = 0; start < count; start += Vector512<float>.Count)
        {
            // most rows are too far; 16 are told at a time, and the few left once more, because each makes the pool's worst nearer
            Vector512<float> some = Vector512.Load(distances + start);
            ulong near = Vector512.LessThan(some, Vector512.Create(pool.Worst)).ExtractMostSignificantBits();
            near &= ulong.MaxValue >> (64 - Math.Min(count - start, Vector512<float>.Count));
            for (; near != 0; near &= near - 1)
            {
                int i = start + BitOperations.TrailingZeroCount(near);
                if (distances[i] < pool.Worst && pool.Insert(distances[i], batch[i]))
                    pointers.FetchSoon(level, batch[i]);
            }
        }
    }
}

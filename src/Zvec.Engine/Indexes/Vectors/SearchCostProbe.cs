using System.Diagnostics;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Measures, in a fraction of a millisecond, the pieces that searches are made of, on the memory that they work on.</summary>
/// <remarks>Each piece several times in different places, so that what it needs is as far away as in a search, and the quickest counts: a
/// thread may be interrupted, but never runs faster than it can.</remarks>
internal static unsafe class SearchCostProbe<TKernel>
    where TKernel : struct, IRowKernel
{
    private const int Rounds = 5;
    private const int DenseRows = 1024;
    private const int SparseRows = 256;
    private const int SparseGap = 32;
    private const int WalkedNodes = 128;
    private const int Together = 16;

    public static SearchCosts Measure(RowSpace space, HnswGraph graph, VectorRows rows, byte* query)
    {
        double dense = double.MaxValue, sparse = double.MaxValue, scored = double.MaxValue, list = double.MaxValue;
        var random = new Random(graph.Count);
        HnswScratch scratch = graph.Scratch.Rent();
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                dense = Math.Min(dense, Scan(rows, query, graph.Count, 1, DenseRows, random));
                sparse = Math.Min(sparse, Scan(rows, query, graph.Count, SparseGap, SparseRows, random));
                scored = Math.Min(scored, Score(rows, query, graph.Count, random, scratch));
                list = Math.Min(list, Look(graph, random, scratch));
            }
        }
        finally
        {
            graph.Scratch.Return(scratch);
        }

        return new SearchCosts(space, graph.Shape, dense, sparse, scored, list);
    }

    /// <summary>A scan of every so many-th row.</summary>
    private static double Scan(VectorRows rows, byte* query, int count, int gap, int wanted, Random random)
    {
        int span = Math.Min(count, wanted * gap);
        int first = random.Next(count - span + 1) & ~63;
        Span<ulong> words = stackalloc ulong[((wanted * gap) >> 6) + 1];
        words.Fill(gap == 1 ? ulong.MaxValue : 0x0000_0001_0000_0001);
        var results = new TopK(32);
        long started = Stopwatch.GetTimestamp();
        FilteredScan<TKernel>.Scan(rows.From(first), 0, span, query, words, default, results);
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds * gap / span;
    }

    /// <summary>Rows all over, some at a time, into a pool.</summary>
    private static double Score(VectorRows rows, byte* query, int count, Random random, HnswScratch scratch)
    {
        int* numbers = stackalloc int[WalkedNodes * 4];
        float* distances = stackalloc float[Together];
        for (int i = 0; i < WalkedNodes * 4; i++)
            numbers[i] = random.Next(count);
        scratch.Pool.Reset(WalkedNodes);
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < WalkedNodes * 4; i += Together)
        {
            for (int j = i; j < i + Together; j++)
                rows.FetchSoon(numbers[j]);
            rows.Distances<TKernel>(query, numbers + i, Together, distances);
            for (int j = 0; j < Together; j++)
            {
                if (distances[j] < scratch.Pool.Worst)
                    scratch.Pool.Insert(distances[j], numbers[i + j]);
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / (WalkedNodes * 4);
    }

    /// <summary>The links of nodes all over, fetched some nodes ahead.</summary>
    private static double Look(HnswGraph graph, Random random, HnswScratch scratch)
    {
        HnswPointers pointers = graph.Pointers;
        int* nodes = stackalloc int[WalkedNodes];
        for (int i = 0; i < WalkedNodes; i++)
            nodes[i] = random.Next(graph.Count);
        scratch.Visited.Reset();
        int places = pointers.Places(0);
        int found = 0;
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < WalkedNodes; i++)
        {
            if (i % Together == 0)
            {
                for (int j = i; j < i + Together; j++)
                    pointers.FetchSoon(0, nodes[j]);
            }

            int* links = pointers.Links(0, nodes[i]);
            for (int place = 0; place < places && links[place] >= 0; place++)
                found += scratch.Visited.Mark(links[place]);
        }

        double taken = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
        GC.KeepAlive(found);
        return taken / WalkedNodes;
    }
}

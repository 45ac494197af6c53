using System.Diagnostics;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Searches a graph for accepted rows, in the way that costs least for as many as are accepted, all over and around the
/// query.</summary>
/// <remarks>
/// When nearly all rows are accepted, a walk over all of them that keeps a few more than wanted is the cheapest; when some are, a walk
/// over these (<see cref="HnswFilteredWalk{TKernel}"/>); when few are, a scan, which the caller does. How many are accepted says nothing
/// of where: rows that are accepted may all be far from the query, and then a walk over these ends somewhere on their border. A short walk
/// over all rows tells how many are accepted around the query, and when that is far below the average, either it is worth to walk all the
/// way out to them, over all rows, or they are scanned.
/// </remarks>
internal static unsafe class HnswFilteredSearch<TKernel>
    where TKernel : struct, IRowKernel
{
    /// <summary>The rows that the short walk keeps.</summary>
    private const int Probe = 48;

    /// <summary>The rows that it keeps when it must be certain: of few rows, few or none may be accepted by chance.</summary>
    private const int SecondProbe = 4 * Probe;

    /// <summary>The most that a walk over all rows keeps: what enters the pool moves what is behind.</summary>
    private const int Widest = 4096;

    /// <returns>Whether the rows were found; if not, nothing was added and they are to be scanned.</returns>
    public static bool Search(
        HnswGraph graph,
        VectorRows rows,
        byte* query,
        int ef,
        Bitmap accept,
        SearchCosts costs,
        FilterPlan plan,
        TopK results,
        CancellationToken cancellation)
    {
        int accepted = accept.CountSet();
        int kept = Math.Min(ef, accepted);
        if (graph.Shape.EntryPoint < 0 || accepted == 0)
            return true;
        double share = (double)accepted / graph.Count;
        double scan = costs.Scan(accepted);
        double wide = costs.Walk(kept / share);
        double twoHop = costs.Walk(Probe) + costs.TwoHop(kept, share);
        if (plan == FilterPlan.Measured)
            plan = scan <= Math.Min(wide, twoHop) ? FilterPlan.Scan : wide <= twoHop ? FilterPlan.WideWalk : FilterPlan.TwoHop;
        if (plan == FilterPlan.Scan)
        {
            costs.Forget();
            return false;
        }

        HnswScratch scratch = graph.Scratch.Rent();
        try
        {
            var walks = new Walks(graph, rows, query, accept, scratch);
            long started = Stopwatch.GetTimestamp();
            int around = plan == FilterPlan.WideWalk ? Width(kept, share, graph.Count) : Math.Min(Probe, graph.Count);
            int found = walks.Wide(around, cancellation);
            int needed = Math.Min(results.Capacity, accepted);
            if (plan == FilterPlan.TwoHop && !IsAsExpected(found, around * share))
            {
                around = Math.Min(SecondProbe, graph.Count);
                found = walks.Wide(around, cancellation);
            }

            if (plan == FilterPlan.WideWalk ? found >= Math.Max(needed, kept - (kept / 4)) : IsAsExpected(found, around * share))
            {
                if (plan == FilterPlan.TwoHop)
                    found = walks.TwoHop(kept, share, cancellation);
                costs.Learn(plan == FilterPlan.WideWalk ? wide : twoHop, Stopwatch.GetElapsedTime(started));
            }
            else
            {
                double local = (found + 0.5) / (around + 1);
                around = Width(kept, local, graph.Count);
                if (around == Widest || costs.Walk(around) > scan)
                    return false;
                found = walks.Wide(around, cancellation);
            }

            if (found < Math.Max(kept / 2, needed))
                return false;
            walks.AddTo(results);
            return true;
        }
        finally
        {
            graph.Scratch.Return(scratch);
        }
    }

    /// <summary>How many rows a walk over all must keep so that so many accepted ones are almost surely among them: as many as hold them
    /// on average, and three times by how much that number varies.</summary>
    private static int Width(int kept, double share, int count)
        => (int)Math.Min(Math.Min(Widest, count), ((kept + (3 * Math.Sqrt(kept * (1 - share)))) / share) + 1);

    /// <summary>Whether so many accepted rows around the query do not contradict that the filter has nothing to do with where rows
    /// are.</summary>
    private static bool IsAsExpected(int found, double expected) => (found * 2.5) + 1 >= expected;

    /// <summary>The walks of one search.</summary>
    private readonly ref struct Walks
    {
        private readonly HnswPointers _pointers;
        private readonly VectorRows _rows;
        private readonly byte* _query;
        private readonly Bitmap _accept;
        private readonly HnswScratch _scratch;
        private readonly int _start;
        private readonly float _startDistance;

        public Walks(HnswGraph graph, VectorRows rows, byte* query, Bitmap accept, HnswScratch scratch)
        {
            _pointers = graph.Pointers;
            _rows = rows;
            _query = query;
            _accept = accept;
            _scratch = scratch;
            _start = graph.Shape.EntryPoint;
            _startDistance = TKernel.Distance(query, rows[_start], rows.Dimensions);
            for (int level = graph.Shape.TopLevel; level > 0; level--)
                HnswSearch<TKernel>.Descend(_pointers, rows, query, level, ref _start, ref _startDistance);
        }

        /// <summary>Fills the pool with the nearest of all rows, and tells how many of them are accepted.</summary>
        public int Wide(int kept, CancellationToken cancellation)
        {
            HnswSearch<TKernel>.Walk(_pointers, _rows, _query, 0, kept, _start, _startDistance, _scratch, cancellation);
            int accepted = 0;
            for (int place = 0; place < _scratch.Pool.Count; place++)
                accepted += _accept[_scratch.Pool.RowAt(place)] ? 1 : 0;
            return accepted;
        }

        /// <summary>Fills the pool with the nearest accepted rows, beginning with what is in it of the nearest of all rows.</summary>
        public int TwoHop(int kept, double share, CancellationToken cancellation)
        {
            CandidatePool pool = _scratch.Pool;
            Span<ulong> seeds = stackalloc ulong[SecondProbe];
            int count = 0;
            for (int place = 0; place < pool.Count; place++)
            {
                if (_accept[pool.RowAt(place)])
                    seeds[count++] = DistanceKey.Pack(pool.DistanceAt(place), pool.RowAt(place));
            }

            HnswFilteredWalk<TKernel>.Walk(
                _pointers, _rows, _query, kept, _accept, share, pool.RowAt(0), seeds[..count], _scratch, cancellation);
            return pool.Count;
        }

        /// <summary>Shows the accepted rows in the pool to <paramref name="results"/>.</summary>
        public void AddTo(TopK results)
        {
            CandidatePool pool = _scratch.Pool;
            int room = results.Capacity;
            for (int place = 0; place < pool.Count && room > 0; place++)
            {
                if (!_accept[pool.RowAt(place)])
                    continue;
                results.Add(pool.DistanceAt(place), pool.RowAt(place));
                room--;
            }
        }
    }
}

using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Walks level 0 of a graph towards a query over the accepted rows, as if it had been built of them alone: from a row to the
/// accepted ones among the rows that it links to and, over those that are not accepted, to the accepted ones behind. Only accepted rows
/// are scored.</summary>
/// <remarks>
/// Patel, Kraft, Guestrin, Zaharia, "ACORN: Performant and Predicate-Agnostic Search Over Vector Embeddings and Structured Data", SIGMOD
/// 2024, the variant ACORN-1, which searches a graph that was built without filters in mind. What differs: a row that is not accepted is
/// passed over once in a walk instead of once for each row that links to it, and only until a node has as many accepted neighbours as it
/// has places for links; and the walk begins at what a short unfiltered one found around the query.
/// </remarks>
internal unsafe ref struct HnswFilteredWalk<TKernel>
    where TKernel : struct, IRowKernel
{
    /// <summary>Nodes that a walk passes between two looks at whether to stop; a power of two.</summary>
    private const int GlanceNodes = 256;

    private readonly HnswPointers _pointers;
    private readonly VectorRows _rows;
    private readonly byte* _query;
    private readonly ReadOnlySpan<ulong> _accepted;
    private readonly CandidatePool _pool;
    private readonly VisitedSet _visited;
    private readonly float* _distances;
    private readonly int _places;

    /// <summary>How many accepted rows are expected among the links of a node.</summary>
    private readonly float _acceptedLinks;
    private Step _current;
    private Step _next;

    private HnswFilteredWalk(
        HnswPointers pointers, VectorRows rows, byte* query, Bitmap accept, double share, HnswScratch scratch)
    {
        _pointers = pointers;
        _rows = rows;
        _query = query;
        _accepted = accept.Words;
        _pool = scratch.Pool;
        _visited = scratch.Visited;
        _places = pointers.Places(0);
        _acceptedLinks = (float)(_places * share);
        int* room = scratch.Filtered;
        _distances = (float*)room;
        int length = (2 * _places) + Vector512<int>.Count;
        _current = new Step(room + length, room + (2 * length));
        _next = new Step(room + (2 * length) + _places, room + (3 * length) + _places);
    }

    /// <summary>Gathers the nearest accepted rows into the scratch's pool.</summary>
    /// <param name="pointers">The graph.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="query">The query.</param>
    /// <param name="kept">How many rows to keep.</param>
    /// <param name="accept">The accepted rows.</param>
    /// <param name="share">How many of all rows they are, from 0 to 1.</param>
    /// <param name="start">A row near the query, accepted or not.</param>
    /// <param name="seeds">Accepted rows with their distances, all different; see <see cref="DistanceKey"/>.</param>
    /// <param name="scratch">What the walk uses.</param>
    /// <param name="cancellation">Stops between some nodes.</param>
    public static void Walk(
        HnswPointers pointers,
        VectorRows rows,
        byte* query,
        int kept,
        Bitmap accept,
        double share,
        int start,
        ReadOnlySpan<ulong> seeds,
        HnswScratch scratch,
        CancellationToken cancellation)
    {
        scratch.Pool.Reset(kept);
        scratch.Visited.Reset();
        foreach (ulong seed in seeds)
        {
            if (DistanceKey.Distance(seed) < scratch.Pool.Worst)
                scratch.Pool.Insert(DistanceKey.Distance(seed), DistanceKey.Row(seed));
            scratch.Visited.Mark(DistanceKey.Row(seed));
        }

        var walk = new HnswFilteredWalk<TKernel>(pointers, rows, query, accept, share, scratch);
        walk.Run(start, cancellation);
    }

    /// <summary>Expands a node, then those that are in the pool, nearest first. Two are under way at once: while the rows of one are
    /// scored, the lists that the next one needs are being fetched.</summary>
    private void Run(int node, CancellationToken cancellation)
    {
        Look(node, ref _current);
        for (int expanded = 0; ; expanded++)
        {
            if ((expanded & (GlanceNodes - 1)) == 0)
                cancellation.ThrowIfCancellationRequested();
            PassOver(ref _current);
            int next = _pool.Take();
            if (next >= 0)
                Look(next, ref _next);
            Score(in _current);
            if (next < 0)
            {
                next = _pool.Take();
                if (next < 0)
                    return;
                Look(next, ref _next);
            }

            (_current, _next) = (_next, _current);
        }
    }

    /// <summary>Sorts the links of a node into rows to score and rows to pass over, and starts to fetch what is needed of both.</summary>
    private void Look(int node, ref Step step)
    {
        int* links = _pointers.Links(0, node);
        int* rows = step.Rows;
        int* barred = step.Barred;
        int neighbours = AcceptedOf(links, rows);
        int rowCount = KeepUnseen(rows, 0, neighbours);
        int barredCount = 0;
        for (int i = 0; i < _places; i++)
        {
            int link = links[i];
            if (link < 0)
                break;
            barred[barredCount] = link;
            barredCount += _visited.IsUnmarked(link);
        }

        for (int i = 0; i < rowCount; i++)
            _rows.FetchSoon(rows[i]);
        int passed = Math.Min(barredCount, (int)((_places - neighbours) / _acceptedLinks) + 2);
        for (int i = 0; i < passed; i++)
            _pointers.FetchSoon(0, barred[i]);
        step.RowCount = rowCount;
        step.BarredCount = barredCount;
        step.Neighbours = neighbours;
    }

    /// <summary>Adds the accepted rows behind those that are not, until the node has neighbours enough.</summary>
    private readonly void PassOver(ref Step step)
    {
        int* rows = step.Rows;
        int rowCount = step.RowCount;
        int neighbours = step.Neighbours;
        for (int b = 0; b < step.BarredCount && neighbours < _places; b++)
        {
            int barred = step.Barred[b];
            if (_visited.Mark(barred) == 0)
                continue;
            int found = AcceptedOf(_pointers.Links(0, barred), rows + rowCount);
            neighbours += found;
            rowCount = KeepUnseen(rows, rowCount, rowCount + found);
        }

        for (int i = step.RowCount; i < rowCount; i++)
            _rows.FetchSoon(rows[i]);
        step.RowCount = rowCount;
    }

    /// <summary>Copies the accepted ones of a node's links, and anything into the places behind them. Whether one is accepted is a guess
    /// that processors lose, so there is no branch.</summary>
    private readonly int AcceptedOf(int* links, int* into)
    {
        fixed (ulong* words = _accepted)
        {
            int count = 0;
            if (Avx512F.IsSupported && _places % Vector512<int>.Count == 0)
            {
                for (int i = 0; i < _places && links[i] >= 0; i += Vector512<int>.Count)
                {
                    var sixteen = Vector512.Load(links + i);
                    Vector512<int> accepted = Vector512.Create(
                        AcceptedBits(words, sixteen.GetLower()), AcceptedBits(words, sixteen.GetUpper()));
                    Vector512<int> mask = Vector512.GreaterThan(accepted, Vector512<int>.Zero);
                    Avx512F.Compress(Vector512<int>.Zero, mask, sixteen).Store(into + count);
                    count += BitOperations.PopCount(mask.ExtractMostSignificantBits());
                }

                return count;
            }

            for (int i = 0; i < _places && links[i] >= 0; i++)
            {
                into[count] = links[i];
                count += (int)(words[links[i] >> 6] >> links[i]) & 1;
            }

            return count;
        }
    }

    /// <summary>1 for each of eight links that is accepted, 0 for others and where there is none.</summary>
    private static Vector256<int> AcceptedBits(ulong* words, Vector256<int> links)
    {
        Vector256<int> rows = Vector256.Max(links, Vector256<int>.Zero);
        Vector256<int> halves = Avx2.GatherVector256((int*)words, rows >>> 5, sizeof(int));
        Vector256<int> bits = Avx2.ShiftRightLogicalVariable(halves, (rows & Vector256.Create(31)).AsUInt32());
        return Vector256.AndNot(bits & Vector256<int>.One, links >> 31);
    }

    /// <summary>Marks rows from one place to another and closes the gaps of those that were seen before.</summary>
    private readonly int KeepUnseen(int* rows, int start, int end)
    {
        int kept = start;
        for (int i = start; i < end; i++)
        {
            int row = rows[i];
            rows[kept] = row;
            kept += _visited.Mark(row);
        }

        return kept;
    }

    private readonly void Score(in Step step)
    {
        int* rows = step.Rows;
        int count = step.RowCount;
        if (count == 0)
            return;
        _rows.Distances<TKernel>(_query, rows, count, _distances);
        for (int i = 0; i < count; i++)
        {
            if (_distances[i] < _pool.Worst && _pool.Insert(_distances[i], rows[i]))
                _pointers.FetchSoon(0, rows[i]);
        }
    }

    /// <summary>A node that is being expanded. It has room for twice as many rows as a node has links, and what is written behind
    /// them, and for as many barred ones.</summary>
    private struct Step(int* rows, int* barred)
    {
        public readonly int* Rows => rows;

        public readonly int* Barred => barred;

        /// <summary>Accepted rows that were not seen before.</summary>
        public int RowCount;

        /// <summary>Rows that are not accepted.</summary>
        public int BarredCount;

        /// <summary>Accepted rows, those that were seen before included.</summary>
        public int Neighbours;
    }
}

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Ranks rows for a <see cref="VectorQuery"/>: the nearest rows of each segment by the cheapest way that keeps recall, and the
/// best
/// of all segments once more by their original vectors.</summary>
internal readonly ref struct VectorSearcher
{
    private const int DefaultEf = 200;

    private const int DefaultRefineFactor = 3;

    private static readonly ConcurrentDictionary<(VectorRowLayout, Metric), VectorSpace> Spaces = new();

    private readonly Snapshot _snapshot;
    private readonly VectorQuery _query;
    private readonly VectorSchema _field;
    private readonly VectorSpace _space;
    private readonly ReadOnlySpan<byte> _elements;
    private readonly EncodedQuery _encoded;
    private readonly SearchScratch _scratch;
    private readonly int _wanted;
    private readonly int _limit;
    private readonly CancellationToken _cancellation;

    private VectorSearcher(
        Snapshot snapshot,
        VectorQuery query,
        VectorSchema field,
        VectorSpace space,
        ReadOnlySpan<byte> elements,
        EncodedQuery encoded,
        SearchScratch scratch,
        int wanted,
        int limit,
        CancellationToken cancellation)
    {
        _snapshot = snapshot;
        _query = query;
        _field = field;
        _space = space;
        _elements = elements;
        _encoded = encoded;
        _scratch = scratch;
        _wanted = wanted;
        _limit = limit;
        _cancellation = cancellation;
    }

    /// <summary>The query's elements, where vectors are of type <see cref="VectorType.Float32"/>, as all are that have codes.</summary>
    private ReadOnlySpan<float> Floats => MemoryMarshal.Cast<byte, float>(_elements);

    /// <summary>Candidates kept where distances are those of the vectors, in single precision.</summary>
    private int PlainCapacity => VectorSearch.CandidatesFor(_wanted);

    /// <summary>Candidates kept where distances are those of codes.</summary>
    private int CodeCapacity => _query.Refine ? Math.Max(PlainCapacity, _wanted * (_query.RefineFactor ?? DefaultRefineFactor)) : _wanted;

    /// <summary>The rows nearest to the query's vector, in order; whatever its radius, and with the document that it names, if it
    /// does.</summary>
    /// <param name="snapshot">The collection.</param>
    /// <param name="query">What to look for; how many, and under which filter, the other arguments say instead.</param>
    /// <param name="matches">Which rows may be found.</param>
    /// <param name="count">How many rows are wanted.</param>
    /// <param name="cancellation">Stops between some thousand rows.</param>
    public static RankedRow[] Rank(
        Snapshot snapshot, VectorQuery query, SnapshotMatches matches, int count, CancellationToken cancellation)
    {
        CollectionSchema schema = snapshot.Schema;
        VectorSchema field = VectorQueryCheck.FieldOf(query, schema);
        if (field.Type == VectorType.Sparse)
            return SparseSearcher.Rank(snapshot, query, field, matches, count, cancellation);
        VectorSpace space = SpaceOf(VectorRowLayout.For(field), field.Index.Metric);
        SearchScratch scratch = SearchScratch.Rent();
        try
        {
            ReadOnlySpan<byte> elements = VectorQueryCheck.Elements(query, field, snapshot, scratch);
            using var encoded = new EncodedQuery(space.Layout, elements);
            var search = new VectorSearcher(snapshot, query, field, space, elements, encoded, scratch, count, int.MaxValue, cancellation);
            int most = snapshot.IsGathered && snapshot.Views.Length > 1 ? search.CollectWide(matches) : search.Collect(matches);
            search.Rescore(most);
            return search.Rows();
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>Gathers the nearest rows of one segment into a scratch.</summary>
    /// <param name="plan">What to look for.</param>
    /// <param name="elements">The elements of the query's vector.</param>
    /// <param name="matches">Which rows may be found.</param>
    /// <param name="segment">The number of the segment, which has vectors.</param>
    /// <param name="limit">The most candidates that a walk may keep.</param>
    /// <param name="scratch">Where the rows go.</param>
    /// <param name="isShort">Whether a walk kept fewer candidates than it would without the limit.</param>
    /// <returns>The most that were kept.</returns>
    public static int CollectFrom(
        VectorSearchPlan plan,
        byte[] elements,
        SnapshotMatches matches,
        int segment,
        int limit,
        SearchScratch scratch,
        out bool isShort)
    {
        using var encoded = new EncodedQuery(plan.Space.Layout, elements);
        var search = new VectorSearcher(
            plan.Snapshot, plan.Query, plan.Field, plan.Space, elements, encoded, scratch, plan.Wanted, limit, plan.Cancellation);
        SegmentView view = plan.Snapshot.Views[segment];
        scratch.IsShort = false;
        int most = search.CollectFrom(segment, view, view.Segment.FindVectors(plan.Field.Id)!, matches.Of(segment));
        isShort = scratch.IsShort;
        return most;
    }

    private int CollectWide(SnapshotMatches matches)
    {
        // of fields without codes too: a few candidates more or less make no difference to how they are shared out
        int capacity = CodeCapacity;
        var plan = new VectorSearchPlan(_snapshot, _query, _field, _space, _wanted, _cancellation);
        return WideVectorSearch.Collect(plan, matches, _elements, Ef(capacity), capacity, _scratch.Seen);
    }

    /// <summary>Gathers the nearest rows of each segment.</summary>
    /// <returns>How many of all are worth another look.</returns>
    private int Collect(SnapshotMatches matches)
    {
        int most = 0;
        for (int i = 0; i < _snapshot.Views.Length; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            SegmentView view = _snapshot.Views[i];
            if (view.LiveCount > 0 && view.Segment.FindVectors(_field.Id) is { } column)
                most = Math.Max(most, CollectFrom(i, view, column, matches.Of(i)));
        }

        return most;
    }

    /// <summary>Gathers the nearest rows of a segment.</summary>
    /// <returns>The most that were kept of it.</returns>
    private int CollectFrom(int segment, SegmentView view, VectorColumn column, Bitmap? accept)
    {
        TopK results = _scratch.Results;
        VectorCodes? codes = _query.Exact ? null : view.Segment.FindCodes(_field.Id);
        if (codes is null)
            return CollectVectors(segment, view, column, accept);
        results.Reset(CodeCapacity);
        int ef = Ef(CodeCapacity);
        using GrowingGraph? growing = view.Segment.EnterGrowingGraph(_field.Id);
        using var encoded = new EncodedQuery(codes.Quantizer, Floats);
        if (GraphOf(view, accept, Math.Min(ef, _limit)) is { } graph)
        {
            Shorten(ref ef, results);
            if (!VectorSearch.Hnsw(graph, codes, encoded, ef, accept, _query.FilterPlan, results, _cancellation))
            {
                Lengthen(CodeCapacity, results);
                VectorSearch.Flat(codes, column, encoded, accept, results, _cancellation);
            }
        }
        else if (growing is not null)
        {
            growing.Search(encoded, ef, accept, accept?.CountSet() ?? view.LiveCount, results, _cancellation);
        }
        else
        {
            VectorSearch.Flat(codes, column, encoded, accept, results, _cancellation);
        }

        return Keep(segment, results, isFinal: !_query.Refine);
    }

    /// <summary>Gathers the nearest rows of a segment without codes, or of one in memory, whose first rows may have some.</summary>
    private int CollectVectors(int segment, SegmentView view, VectorColumn column, Bitmap? accept)
    {
        TopK results = _scratch.Results;
        if (!_query.Exact && view.Segment.FindIvf(_field.Id) is { } ivf)
        {
            results.Reset(ivf.Codes is null ? PlainCapacity : CodeCapacity);
            int acceptCount = accept?.CountSet() ?? view.LiveCount;
            IvfSearch.Search(ivf, SpaceOf(column), column, _elements, _encoded, _query.NProbe, accept, acceptCount, results, _cancellation);
            return Keep(segment, results, isFinal: ivf.Codes is not null && !_query.Refine);
        }

        int most = 0;
        int coded = 0;
        if (!_query.Exact && view.Segment.FindFreshCodes(_field.Id) is { } fresh
            && (accept is null || accept.CountSet() > view.RowCount / 2) && (coded = fresh.Prepare(view.RowCount)) > 0)
        {
            results.Reset(CodeCapacity);
            using EncodedQuery encoded = fresh.Encode(Floats);
            fresh.Scan(coded, encoded, accept, results, _cancellation);
            most = Keep(segment, results, isFinal: !_query.Refine);
        }

        results.Reset(PlainCapacity);
        int ef = Ef(PlainCapacity);
        VectorSpace space = SpaceOf(column);
        using GrowingGraph? growing = _query.Exact ? null : view.Segment.EnterGrowingGraph(_field.Id);
        if (GraphOf(view, accept, Math.Min(ef, _limit)) is { } graph)
        {
            Shorten(ref ef, results);
            if (!VectorSearch.Hnsw(graph, space, column, _encoded, ef, accept, _query.FilterPlan, results, _cancellation))
            {
                Lengthen(PlainCapacity, results);
                VectorSearch.Flat(space, column, view.RowCount, _encoded, accept, results, _cancellation);
            }
        }
        else if (growing is not null)
        {
            growing.Search(_encoded, ef, accept, accept?.CountSet() ?? view.LiveCount, results, _cancellation);
        }
        else
        {
            VectorSearch.Flat(space, column, coded, view.RowCount, _encoded, accept, results, _cancellation);
        }

        return Math.Max(most, Keep(segment, results, isFinal: false));
    }

    /// <summary>Candidates that a walk keeps.</summary>
    private int Ef(int capacity) => Math.Max(_query.Ef ?? Math.Max(DefaultEf, 2 * _wanted), capacity);

    /// <summary>Has a walk keep no more candidates than the limit.</summary>
    private void Shorten(ref int ef, TopK results)
    {
        if (ef <= _limit)
            return;
        ef = _limit;
        _scratch.IsShort = true;
        if (results.Capacity > _limit)
            results.Reset(_limit);
    }

    /// <summary>Lets a scan in place of a shortened walk keep what it finds.</summary>
    private void Lengthen(int capacity, TopK results)
    {
        _scratch.IsShort = false;
        if (results.Capacity < capacity)
            results.Reset(capacity);
    }

    /// <summary>The finished graph of a segment, unless a scan of all its rows is cheaper than a walk.</summary>
    private HnswGraph? GraphOf(SegmentView view, Bitmap? accept, int ef)
    {
        HnswGraph? graph = _query.Exact ? null : view.Segment.FindGraph(_field.Id);
        return graph is not null && accept is null && VectorSearch.ScanIsCheaper(graph, view.LiveCount, ef) ? null : graph;
    }

    /// <summary>Adds what a search of a segment kept to the candidates.</summary>
    /// <returns>The most that it may have kept.</returns>
    private int Keep(int segment, TopK results, bool isFinal)
    {
        foreach (ulong key in results.Sort())
            _scratch.Seen.Add(new Candidate(DistanceKey.Distance(key), segment, DistanceKey.Row(key), isFinal));
        return results.Capacity;
    }

    /// <summary>Keeps the best candidates of all segments, with the distances of their vectors, in order.</summary>
    private void Rescore(int most)
    {
        List<Candidate> seen = _scratch.Seen;
        if (seen.Count > most)
        {
            seen.Sort();
            seen.RemoveRange(most, seen.Count - most);
        }

        List<Candidate> candidates = _scratch.Candidates;
        for (int i = 0; i < _snapshot.Views.Length; i++)
        {
            TopK again = _scratch.Results;
            again.Reset(Math.Max(1, seen.Count));
            foreach (Candidate candidate in seen)
            {
                if (candidate.Segment == i && candidate.IsFinal)
                    candidates.Add(candidate);
                else if (candidate.Segment == i)
                    again.Add((float)candidate.Distance, candidate.Row);
            }

            if (again.Count > 0)
                Rescore(i, again);
        }

        candidates.Sort();
    }

    private void Rescore(int segment, TopK results)
    {
        VectorColumn column = _snapshot.Views[segment].Segment.FindVectors(_field.Id)!;
        List<VectorHit> hits = _scratch.Hits;
        hits.Clear();
        VectorSearch.Rescore(SpaceOf(column), column, _encoded, results, hits, _wanted);
        foreach (VectorHit hit in hits)
            _scratch.Candidates.Add(new Candidate(hit.Distance, segment, hit.Row, IsFinal: true));
    }

    private RankedRow[] Rows()
    {
        List<Candidate> candidates = _scratch.Candidates;
        var rows = new RankedRow[Math.Min(candidates.Count, _wanted)];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = new RankedRow(candidates[i].Segment, candidates[i].Row, Score(_field.Index.Metric, candidates[i].Distance));
        return rows;
    }

    /// <summary>The space of a column's rows, which an older file may have in another layout.</summary>
    private VectorSpace SpaceOf(VectorColumn column) =>
        column.Layout == _space.Layout ? _space : SpaceOf(column.Layout, _space.Metric);

    private static VectorSpace SpaceOf(VectorRowLayout layout, Metric metric) =>
        Spaces.GetOrAdd((layout, metric), static key => VectorSpace.For(key.Item1, key.Item2));

    private static float Score(Metric metric, double distance) => (float)(metric == Metric.InnerProduct ? -distance : distance);
}

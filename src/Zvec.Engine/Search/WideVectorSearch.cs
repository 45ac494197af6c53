using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Gathers the nearest rows of many segments, which share the documents of one collection: on several threads, and with the walks
/// of their graphs sharing the candidates that the walk of one graph would keep.</summary>
/// <remarks>Each graph is first walked to the few nodes around the query. The distances of all that was seen there tell how near the
/// candidates are that one walk over all rows would keep; each walk then goes on while it knows nodes as near. So many segments cost little
/// more than one, wherever the nearest rows lie. No thread waits for another before it goes on: what the others have not walked yet can
/// only bring the bound nearer.</remarks>
internal sealed class WideVectorSearch : IDisposable
{
    /// <summary>Nodes that a first walk looks behind at least and at most; fewer, and it may end far from the query.</summary>
    private const int LeastDepth = 8;
    private const int MostDepth = 32;

    /// <summary>A search that is no walk keeps at least so many rows, and is taken to have found all that are among the best when it keeps
    /// so many times those.</summary>
    private const int FewestKept = 16;
    private const int Spare = 3;

    /// <summary>Distances that are compared at most, 4 bytes each. With more, the walks go a little farther than they must.</summary>
    private const int MostDistances = 1 << 18;

    private readonly VectorSearchPlan _plan;
    private readonly SnapshotMatches _matches;
    private readonly byte[] _elements;
    private readonly int _ef;
    private readonly int _capacity;
    private readonly int _depth;
    private readonly WideSearchPart[] _parts;
    private readonly NearestOfLists _nearest;
    private readonly Lock _lock = new();
    private int _next = -1;
    private float _bound = float.PositiveInfinity;

    private WideVectorSearch(
        VectorSearchPlan plan, SnapshotMatches matches, byte[] elements, int ef, int capacity, WideSearchPart[] parts)
    {
        _plan = plan;
        _matches = matches;
        _elements = elements;
        _ef = ef;
        _capacity = capacity;
        _parts = parts;

        // a few more than each graph's share: a small graph leads to its nearest rows by fewer ways than a large one
        _depth = Math.Clamp(ef / 4 * 5 / parts.Length, LeastDepth, MostDepth);
        _nearest = new NearestOfLists(parts.Length, Math.Min(ef, Math.Max(MostDistances / parts.Length, capacity)));
    }

    /// <summary>Gathers the nearest rows of each segment.</summary>
    /// <param name="plan">What to look for.</param>
    /// <param name="matches">Which rows may be found.</param>
    /// <param name="elements">The elements of the query's vector.</param>
    /// <param name="ef">The candidates that one walk over all rows would keep.</param>
    /// <param name="capacity">How many of the best of them are looked at again.</param>
    /// <param name="seen">Where the rows go.</param>
    /// <returns>How many of all are worth another look.</returns>
    public static int Collect(
        VectorSearchPlan plan, SnapshotMatches matches, ReadOnlySpan<byte> elements, int ef, int capacity, List<Candidate> seen)
    {
        int count = 0;
        foreach (SegmentView view in plan.Snapshot.Views)
            count += HasVectors(plan, view) ? 1 : 0;
        if (count == 0)
            return 0;
        var parts = new WideSearchPart[count];
        for (int i = plan.Snapshot.Views.Length - 1; i >= 0; i--)
        {
            if (HasVectors(plan, plan.Snapshot.Views[i]))
                parts[--count] = new WideSearchPart(i);
        }

        using var search = new WideVectorSearch(plan, matches, elements.ToArray(), ef, capacity, parts);
        ParallelWork.Run(plan.Snapshot.Threads, plan.Snapshot.Threads, _ => search.Work());
        return search.Keep(seen);
    }

    /// <summary>Ends all walks.</summary>
    public void Dispose()
    {
        _nearest.Dispose();
        foreach (WideSearchPart part in _parts)
            part.Walk?.Dispose();
    }

    private static bool HasVectors(VectorSearchPlan plan, SegmentView view) =>
        view.LiveCount > 0 && view.Segment.FindVectors(plan.Field.Id) is not null;

    /// <summary>Begins walks until all have begun, and goes on with those that it began.</summary>
    private void Work()
    {
        WideSearchPart? own = null;
        while (Interlocked.Increment(ref _next) is int next && next < _parts.Length)
        {
            WideSearchPart part = _parts[next];
            Begin(part, next);
            part.Before = own;
            own = part;
        }

        for (; own is not null; own = own.Before)
        {
            _plan.Cancellation.ThrowIfCancellationRequested();
            float bound = Volatile.Read(ref _bound);
            if (own.Walk is { } walk)
                walk.Continue(bound, _plan.Cancellation);
            else if (own.IsShort)
                SearchAgain(own, bound);
        }
    }

    private void Begin(WideSearchPart part, int number)
    {
        _plan.Cancellation.ThrowIfCancellationRequested();
        int share = Math.Clamp(_ef / _parts.Length, Math.Min(FewestKept, _ef), _ef);
        part.Walk = VectorSearcher.WalkOf(_plan, _elements, _matches, part.Segment, share);
        if (part.Walk is { } walk)
            walk.Begin(_ef, _depth, Volatile.Read(ref _bound), _plan.Cancellation);
        else
            Search(part, share);

        lock (_lock)
        {
            Publish(part, number);
            _bound = _nearest.Bound(_ef, _ef / 16, _bound);
        }
    }

    /// <summary>Searches a segment at once, keeping no more candidates of a graph than the limit.</summary>
    private void Search(WideSearchPart part, int limit)
    {
        SearchScratch scratch = SearchScratch.Rent();
        try
        {
            part.Most = VectorSearcher.CollectFrom(_plan, _elements, _matches, part.Segment, limit, scratch, out bool isShort);
            part.IsShort = isShort;
            part.Limit = limit;
            part.Found = [.. scratch.Seen];
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>Searches a segment once more with more candidates, if many of the best of all are of it.</summary>
    private void SearchAgain(WideSearchPart part, float bound)
    {
        int among = 0;
        foreach (Candidate candidate in part.Found)
            among += candidate.Distance < bound ? 1 : 0;
        if (among * Spare > part.Limit)
            Search(part, among == part.Found.Length ? _ef : Math.Min(_ef, 2 * Spare * among));
    }

    private void Publish(WideSearchPart part, int number)
    {
        Span<float> room = _nearest.Room(number);
        int count;
        if (part.Walk is { } walk)
        {
            count = walk.CopyDistances(room, _bound);
        }
        else
        {
            count = Math.Min(room.Length, part.Found.Length);
            for (int i = 0; i < count; i++)
                room[i] = (float)part.Found[i].Distance;
            room[..count].Sort();
        }

        _nearest.Set(number, count);
    }

    /// <summary>Adds what was found, as far as it may be among the best of all.</summary>
    private int Keep(List<Candidate> seen)
    {
        for (int i = 0; i < _parts.Length; i++)
            Publish(_parts[i], i);
        float bound = _nearest.Bound(_capacity, 0, _bound);
        int most = _capacity;
        SearchScratch scratch = SearchScratch.Rent();
        try
        {
            foreach (WideSearchPart part in _parts)
            {
                if (part.Walk is { } walk)
                {
                    scratch.Results.Reset(_capacity);
                    walk.AddTo(scratch.Results, bound);
                    bool isFinal = walk.IsOfCodes && !_plan.Query.Refine;
                    foreach (ulong key in scratch.Results.Sort())
                        seen.Add(new Candidate(DistanceKey.Distance(key), part.Segment, DistanceKey.Row(key), isFinal));
                }
                else
                {
                    seen.AddRange(part.Found);
                    most = Math.Max(most, part.Most);
                }
            }
        }
        finally
        {
            scratch.Return();
        }

        return most;
    }
}

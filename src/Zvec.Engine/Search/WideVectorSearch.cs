using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Gathers the nearest rows of many segments, which share the documents of one collection: on several threads, and with the walks
/// of their graphs sharing the candidates that the walk of one graph would keep.</summary>
/// <remarks>Each graph is first walked to the few nodes around the query. The distances of all that was seen there tell how near the
/// candidates are that one walk over all rows would keep; each walk then goes on while it knows nodes as near. So many segments cost little
/// more than one, wherever the nearest rows lie. No thread waits for another before it goes on: what the others have not walked yet can only
/// bring the bound nearer.</remarks>
internal sealed class WideVectorSearch : IDisposable
{
    /// <summary>Nodes that a first walk looks behind at least, or it may end far from the query.</summary>
    private static readonly int Depth = int.Parse(Environment.GetEnvironmentVariable("ZD") ?? "8");

    private static readonly double Factor = double.Parse(Environment.GetEnvironmentVariable("ZF") ?? "1");

    private readonly VectorSearchPlan _plan;
    private readonly SnapshotMatches _matches;
    private readonly byte[] _elements;
    private readonly int _ef;
    private readonly int _capacity;
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
        _nearest = new NearestOfLists(parts.Length, ef);
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

        ef = Math.Max(capacity, (int)(ef * Factor));
        using var search = new WideVectorSearch(plan, matches, elements.ToArray(), ef, capacity, parts);
        ParallelWork.Run(plan.Snapshot.Threads, plan.Snapshot.Threads, _ => search.Work());
        return search.Keep(seen);
    }

    /// <summary>Ends all walks.</summary>
    public void Dispose()
    {
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
            own.Walk?.Continue(Volatile.Read(ref _bound), _plan.Cancellation);
        }
    }

    private void Begin(WideSearchPart part, int number)
    {
        _plan.Cancellation.ThrowIfCancellationRequested();
        SearchScratch scratch = SearchScratch.Rent();
        try
        {
            int share = Math.Clamp(_ef / _parts.Length, Depth, _ef);
            part.Walk = VectorSearcher.WalkOf(_plan, _elements, _matches, part.Segment, share);
            if (part.Walk is not { } walk)
            {
                part.Most = VectorSearcher.CollectFrom(_plan, _elements, _matches, part.Segment, int.MaxValue, scratch, out _);
                part.Found = [.. scratch.Seen];
            }
            else
            {
                walk.Begin(_ef, Depth, Volatile.Read(ref _bound), _plan.Cancellation);
            }
        }
        finally
        {
            scratch.Return();
        }

        lock (_lock)
        {
            Publish(part, number);
            _bound = _nearest.Bound(_ef, _ef / 16, _bound);
        }
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
                    foreach (ulong key in scratch.Results.Sort())
                        seen.Add(new Candidate(DistanceKey.Distance(key), part.Segment, DistanceKey.Row(key), !_plan.Query.Refine && walk.IsOfCodes));
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

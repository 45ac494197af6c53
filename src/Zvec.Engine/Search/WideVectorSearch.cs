using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Gathers the nearest rows of many segments, which share the documents of one collection: on several threads, and with the walks
/// of their graphs sharing the candidates that the walk of one graph would keep.</summary>
/// <remarks>Of the candidates that one walk over all rows would keep, a segment has some. How many shows only afterwards: each graph is
/// first walked with its share, and once more, with as many as it turns out to need, where more of the best rows lie than its share
/// allows for.</remarks>
internal sealed class WideVectorSearch
{
    /// <summary>A first walk keeps at least so many candidates, or it may end far from the query.</summary>
    private const int FewestCandidates = 16;

    /// <summary>A walk that keeps so many times the candidates that are among the best of all is taken to have found those.</summary>
    private const int Spare = 3;

    private const int MostRounds = 4;

    private readonly VectorSearchPlan _plan;
    private readonly SnapshotMatches _matches;
    private readonly byte[] _elements;
    private readonly int _ef;
    private readonly int _capacity;
    private readonly Part[] _parts;

    private WideVectorSearch(VectorSearchPlan plan, SnapshotMatches matches, byte[] elements, int ef, int capacity, Part[] parts)
    {
        _plan = plan;
        _matches = matches;
        _elements = elements;
        _ef = ef;
        _capacity = capacity;
        _parts = parts;
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
        var parts = new List<Part>();
        for (int i = 0; i < plan.Snapshot.Views.Length; i++)
        {
            SegmentView view = plan.Snapshot.Views[i];
            if (view.LiveCount > 0 && view.Segment.FindVectors(plan.Field.Id) is not null)
                parts.Add(new Part(i));
        }

        if (parts.Count == 0)
            return 0;
        var search = new WideVectorSearch(plan, matches, elements.ToArray(), ef, capacity, [.. parts]);
        search.Run();
        int most = 0;
        foreach (Part part in search._parts)
        {
            seen.AddRange(part.Found);
            most = Math.Max(most, part.Most);
        }

        return Math.Max(most, capacity);
    }

    private void Run()
    {
        int share = Math.Clamp(_ef / _parts.Length, Math.Min(FewestCandidates, _ef), _ef);
        foreach (Part part in _parts)
            part.Limit = share;
        Part[] round = _parts;
        for (int i = 0; i < MostRounds && round.Length > 0; i++)
        {
            Part[] now = round;
            ParallelWork.Run(now.Length, _plan.Snapshot.Threads, place => Search(now[place]));
            round = Unfinished();
        }
    }

    private void Search(Part part)
    {
        _plan.Cancellation.ThrowIfCancellationRequested();
        SearchScratch scratch = SearchScratch.Rent();
        try
        {
            part.Most = VectorSearcher.CollectFrom(_plan, _elements, _matches, part.Segment, part.Limit, scratch, out bool isShort);
            part.IsShort = isShort;
            part.Found = [.. scratch.Seen];
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>The segments that more of the best rows are of than their walks kept candidates for, with more candidates.</summary>
    private Part[] Unfinished()
    {
        if (!Array.Exists(_parts, part => part.IsShort))
            return [];
        double farthest = Farthest();
        var again = new List<Part>();
        foreach (Part part in _parts)
        {
            if (!part.IsShort)
                continue;
            int among = 0;
            foreach (Candidate candidate in part.Found)
                among += candidate.Distance <= farthest ? 1 : 0;
            if (among * Spare <= part.Limit)
                continue;
            long wanted = among == part.Found.Length ? _ef : (long)among * _ef / _capacity;
            part.Limit = (int)Math.Clamp(Math.Max(wanted, 2L * among * Spare), part.Limit + 1, _ef);
            again.Add(part);
        }

        return [.. again];
    }

    /// <summary>How far the last of the best candidates of all segments is.</summary>
    private double Farthest()
    {
        int count = 0;
        foreach (Part part in _parts)
            count += part.Found.Length;
        if (count <= _capacity)
            return double.PositiveInfinity;
        double[] distances = new double[count];
        foreach (Part part in _parts)
        {
            foreach (Candidate candidate in part.Found)
                distances[--count] = candidate.Distance;
        }

        Array.Sort(distances);
        return distances[_capacity - 1];
    }

    /// <summary>A segment, and what was found in it.</summary>
    private sealed class Part(int segment)
    {
        public int Segment => segment;

        /// <summary>The candidates that a walk may keep.</summary>
        public int Limit { get; set; }

        /// <summary>Whether the last search was a walk that kept fewer candidates than one of all rows would.</summary>
        public bool IsShort { get; set; }

        public int Most { get; set; }

        public Candidate[] Found { get; set; } = [];
    }
}

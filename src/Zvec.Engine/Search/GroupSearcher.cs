using Zvec.Engine.Filters;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Answers a <see cref="GroupByQuery"/>.</summary>
/// <remarks>
/// Rows are ranked until enough groups have shown themselves, then until each of these has enough rows. What is ranked next leaves the
/// groups out that are complete, so that a large group nearby costs one more search and not all of its rows, and the cost grows with the
/// groups wanted rather than with the collection.
/// </remarks>
internal sealed class GroupSearcher
{
    /// <summary>The fewest rows to rank at once.</summary>
    private const int FewestRanked = 64;

    /// <summary>The most rows to rank at once, which only a group that no filter names can ask for.</summary>
    private const int MostRanked = 1_000_000;

    private readonly Snapshot _snapshot;
    private readonly GroupByQuery _query;
    private readonly FieldTarget _target;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<GroupValue, RankedGroup> _groups = []; // in the order in which they were found, as none is removed
    private readonly HashSet<(int Segment, int Row)> _found = [];
    private VectorQuery _search;
    private int _ranked;

    private GroupSearcher(Snapshot snapshot, GroupByQuery query, FieldTarget target, CancellationToken cancellation)
    {
        _snapshot = snapshot;
        _query = query;
        _target = target;
        _cancellation = cancellation;
        _search = query.Query;
        _ranked = Math.Max(FewestRanked, query.GroupCount * query.TopPerGroup);
    }

    public static IReadOnlyList<SearchGroup> Search(Snapshot snapshot, GroupByQuery query, CancellationToken cancellation)
    {
        Check(query, snapshot.Schema);
        FieldTarget target = FieldTarget.Find(snapshot.Schema, query.GroupBy);
        if (target.Type.IsArray())
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"{target.Describe(snapshot.Schema)} cannot be grouped by; use a field of single values.");
        }

        FieldSelection selection = FieldSelection.For(snapshot.Schema, query.Query.OutputFields, query.Query.IncludeVectors);
        var searcher = new GroupSearcher(snapshot, query, target, cancellation);
        return [.. searcher.Find().Select(group => new SearchGroup(
            group.Value.Value, RankedHits.Read(snapshot, [.. group.Rows], selection, cancellation)))];
    }

    private List<RankedGroup> Find()
    {
        bool isExhausted = false;
        while (!isExhausted && _groups.Count < _query.GroupCount)
            isExhausted = RankOn(WithoutFullGroups());
        List<RankedGroup> best = InOrder(_groups.Values);
        if (best.Count > _query.GroupCount)
            best.RemoveRange(_query.GroupCount, best.Count - _query.GroupCount);
        while (!isExhausted && best.Exists(group => !group.IsFull))
        {
            List<RankedGroup> open = best.FindAll(group => !group.IsFull);
            isExhausted = RankOn(open.TrueForAll(group => group.Value.CanBeFiltered) ? ValuesOf(open) : WithoutFullGroups());
        }

        return InOrder(best);
    }

    /// <summary>The groups by their best rows; of those equally near the one found first comes first.</summary>
    private List<RankedGroup> InOrder(IEnumerable<RankedGroup> groups)
    {
        Metric metric = _snapshot.Schema.FindVector(_search.Field)!.Index.Metric;
        List<RankedGroup> all = [.. groups];
        foreach (RankedGroup group in all)
            group.Sort(metric);
        return [.. metric == Metric.InnerProduct ? all.OrderByDescending(group => group.Best) : all.OrderBy(group => group.Best)];
    }

    private Filter? WithoutFullGroups()
    {
        List<RankedGroup> full = [.. _groups.Values.Where(group => group.IsFull && group.Value.CanBeFiltered)];
        return full.Count == 0 ? null : Filter.Not(ValuesOf(full));
    }

    private Filter ValuesOf(IEnumerable<RankedGroup> groups) => Filter.In(_query.GroupBy, groups.Select(group => group.Value.Value));

    /// <summary>Ranks rows of some groups and adds them to theirs.</summary>
    /// <param name="groups">Whose rows; null for those of all groups.</param>
    /// <returns>Whether these were all rows that can be found of those groups.</returns>
    private bool RankOn(Filter? groups)
    {
        Filter? filter = groups is not null && _search.Filter is { } given ? Filter.And(given, groups) : groups ?? _search.Filter;
        using SnapshotMatches matches = SnapshotMatches.Find(_snapshot, filter, _cancellation);
        RankedRow[] rows = SnapshotSearch.Rank(_snapshot, _search, matches, _ranked, _cancellation);
        bool isFurther = Add(rows);
        if (rows.Length == _ranked)
        {
            if (isFurther)
                return false;
            if (_ranked == MostRanked)
                return true;
            _ranked = Math.Min(MostRanked, _ranked * 4);
            return false;
        }

        if (_search.Exact || _search.Radius is not null || rows.Length == CountOf(matches))
            return true;

        // an index may not reach all rows; a scan does
        _search = new VectorQuery(_search) { Exact = true };
        return false;
    }

    /// <summary>Adds rows to their groups.</summary>
    /// <returns>Whether one of them began a group or made one full.</returns>
    private bool Add(RankedRow[] rows)
    {
        bool isFurther = false;
        foreach (RankedRow row in rows)
        {
            GroupValue value = ValueOf(row);
            if (!_groups.TryGetValue(value, out RankedGroup? group))
            {
                group = new RankedGroup(value, _query.TopPerGroup);
                _groups.Add(value, group);
                isFurther = true;
            }

            // what was found before is found again as long as its group is not full
            if (group.IsFull || !_found.Add((row.Segment, row.Row)))
                continue;
            group.Add(row);
            isFurther |= group.IsFull;
        }

        return isFurther;
    }

    private GroupValue ValueOf(RankedRow row) =>
        new(new SegmentFilter(_snapshot.Views[row.Segment], _snapshot.Schema, _cancellation).Column(_target.Id).GetValue(row.Row));

    private long CountOf(SnapshotMatches matches)
    {
        long count = 0;
        for (int i = 0; i < _snapshot.Views.Length; i++)
            count += matches.Of(i)?.CountSet() ?? _snapshot.Views[i].LiveCount;
        return count;
    }

    private static void Check(GroupByQuery query, CollectionSchema schema)
    {
        if (query.GroupCount < 1 || query.TopPerGroup < 1 || (long)query.GroupCount * query.TopPerGroup > QueryLimits.LargestTop)
        {
            throw QueryLimits.Invalid(
                schema,
                $"GroupCount {query.GroupCount} with TopPerGroup {query.TopPerGroup} was asked: each is at least 1, and their product at "
                    + $"most {QueryLimits.LargestTop}");
        }

        if (query.Query.Skip != 0)
            throw QueryLimits.Invalid(schema, $"Skip {query.Query.Skip} was asked of groups, which leave out none; use 0");
    }
}

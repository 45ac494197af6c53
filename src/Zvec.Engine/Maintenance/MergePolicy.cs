using Zvec.Engine.Segments;

namespace Zvec.Engine.Maintenance;

/// <summary>Chooses which sealed segments to merge, so that their number grows with the logarithm of the collection and deleted rows do not
/// pile up.</summary>
/// <remarks>Segments are grouped in tiers by size, each four times the one below; a tier that holds four is merged into one segment of
/// the next, or as many of them as memory allows. A segment of which more than a quarter is deleted is rewritten.</remarks>
internal static class MergePolicy
{
    /// <summary>Segments of a tier that are merged at once, and the ratio between the sizes of tiers.</summary>
    private const int TierWidth = 4;

    /// <summary>Segments below this many rows all count as the lowest tier.</summary>
    private const int SmallestTierRows = 4_096;

    /// <summary>No merge makes a larger segment; only an explicit optimization does.</summary>
    private const long LargestMergedRows = 16_000_000;

    /// <summary>The segments to merge next, or none.</summary>
    /// <param name="candidates">The sealed segments with their live and deleted rows.</param>
    /// <param name="largestRows">The most rows whose merge and indexes memory allows.</param>
    public static IReadOnlyList<SegmentState> Choose(IReadOnlyList<(SegmentState State, int Live, int Deleted)> candidates, int largestRows)
    {
        foreach (IGrouping<int, (SegmentState State, int Live, int Deleted)> tier in
            candidates.GroupBy(one => Tier(one.Live)).OrderBy(tier => tier.Key))
        {
            (SegmentState State, int Live, int Deleted)[] smallest = [.. tier.OrderBy(one => one.Live).Take(TierWidth)];
            if (smallest.Length < TierWidth)
                continue;
            long rows = 0;
            SegmentState[] fitting =
            [
                .. smallest.TakeWhile(one => (rows += one.Live) <= Math.Min(LargestMergedRows, largestRows)).Select(one => one.State),
            ];
            if (fitting.Length > 1)
                return fitting;
        }

        return
        [
            .. candidates.Where(one => one.Deleted > (one.Live + one.Deleted) / 4 && one.Live <= largestRows).Take(1).Select(one => one.State),
        ];
    }

    /// <summary>The merges that leave as few segments as fit, without deleted rows.</summary>
    /// <param name="candidates">The sealed segments with their live and deleted rows.</param>
    /// <param name="largestRows">The most rows whose merge and indexes memory allows.</param>
    /// <returns>The segments of each merge, in their order; none when the segments are as they should be.</returns>
    public static IReadOnlyList<IReadOnlyList<SegmentState>> Pack(
        IReadOnlyList<(SegmentState State, int Live, int Deleted)> candidates, int largestRows)
    {
        var packs = new List<(List<int> Members, long Rows)>();
        foreach (int candidate in Enumerable.Range(0, candidates.Count).OrderByDescending(one => candidates[one].Live))
        {
            int live = candidates[candidate].Live;
            if (live > largestRows)
                continue;
            int pack = packs.FindIndex(one => one.Rows + live <= largestRows);
            if (pack < 0)
            {
                packs.Add(([], 0));
                pack = packs.Count - 1;
            }

            packs[pack].Members.Add(candidate);
            packs[pack] = (packs[pack].Members, packs[pack].Rows + live);
        }

        return
        [
            .. packs.Where(pack => pack.Members.Count > 1 || candidates[pack.Members[0]].Deleted > 0)
                .Select(pack => (IReadOnlyList<SegmentState>)[.. pack.Members.Order().Select(member => candidates[member].State)]),
        ];
    }

    private static int Tier(int rows)
    {
        int tier = 0;
        for (long bound = SmallestTierRows; rows > bound; bound *= TierWidth)
            tier++;
        return tier;
    }
}

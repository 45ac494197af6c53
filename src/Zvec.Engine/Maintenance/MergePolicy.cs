using Zvec.Engine.Segments;

namespace Zvec.Engine.Maintenance;

/// <summary>Chooses which sealed segments to merge, so that their number grows with the logarithm of the collection and deleted rows do not
/// pile up.</summary>
/// <remarks>Segments are grouped in tiers by size, each four times the one below; a tier that holds four is merged into one segment of
/// the next. A segment of which more than a quarter is deleted is rewritten.</remarks>
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
    public static IReadOnlyList<SegmentState> Choose(IReadOnlyList<(SegmentState State, int Live, int Deleted)> candidates)
    {
        foreach (IGrouping<int, (SegmentState State, int Live, int Deleted)> tier in
            candidates.GroupBy(one => Tier(one.Live)).OrderBy(tier => tier.Key))
        {
            (SegmentState State, int Live, int Deleted)[] chosen = [.. tier.OrderBy(one => one.Live).Take(TierWidth)];
            if (chosen.Length == TierWidth && chosen.Sum(one => (long)one.Live) <= LargestMergedRows)
                return [.. chosen.Select(one => one.State)];
        }

        return [.. candidates.Where(one => one.Deleted > (one.Live + one.Deleted) / 4).Take(1).Select(one => one.State)];
    }

    private static int Tier(int rows)
    {
        int tier = 0;
        for (long bound = SmallestTierRows; rows > bound; bound *= TierWidth)
            tier++;
        return tier;
    }
}

using System.Runtime.InteropServices;

namespace Zvec.Engine.Search;

/// <summary>Makes one ranking of several.</summary>
internal static class RankFusion
{
    /// <param name="fusion">How.</param>
    /// <param name="lists">The rankings, in the order of their queries.</param>
    /// <returns>All rows that are in any of them, with their common scores, best first.</returns>
    public static RankedRow[] Fuse(Fusion fusion, ReadOnlySpan<RankedList> lists)
    {
        int most = 0;
        foreach (RankedList list in lists)
            most = Math.Max(most, list.Rows.Length);
        var sums = new Dictionary<(int Segment, int Row), Sum>(most);
        for (int query = 0; query < lists.Length; query++)
        {
            RankedRow[] rows = lists[query].Rows;
            for (int place = 0; place < rows.Length; place++)
            {
                int seen = sums.Count;
                ref Sum sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (rows[place].Segment, rows[place].Row), out bool exists);
                double share = fusion.Share(query, place, rows[place].Score, lists[query].Scale);
                sum = exists ? sum with { Score = sum.Score + share } : new Sum(share, seen);
            }
        }

        KeyValuePair<(int Segment, int Row), Sum>[] ordered = [.. sums];
        Array.Sort(ordered, static (left, right) => left.Value.CompareTo(right.Value));
        return Array.ConvertAll(ordered, static entry => new RankedRow(entry.Key.Segment, entry.Key.Row, (float)entry.Value.Score));
    }

    /// <param name="Score">What the queries so far give a row.</param>
    /// <param name="Seen">How many rows were seen before it.</param>
    private readonly record struct Sum(double Score, int Seen) : IComparable<Sum>
    {
        public int CompareTo(Sum other)
        {
            int order = other.Score.CompareTo(Score);
            return order != 0 ? order : Seen.CompareTo(other.Seen);
        }
    }
}

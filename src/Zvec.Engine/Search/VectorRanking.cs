using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Ranks rows for a <see cref="VectorQuery"/> as far as it wants them: none beyond its radius, and the document that it names only
/// if that is wanted too.</summary>
internal static class VectorRanking
{
    /// <summary>Rows that are ranked at first when a radius may end the ranking soon; if it does not, four times as many each
    /// time.</summary>
    private const int FewestRanked = 64;

    /// <inheritdoc cref="VectorSearcher.Rank"/>
    public static RankedRow[] Rank(
        Snapshot snapshot, VectorQuery query, SnapshotMatches matches, int count, CancellationToken cancellation)
    {
        // one more, as the document that the query names is likely to be among them
        int most = query is { Key: not null, IncludeSelf: false } ? count + 1 : count;
        int ranked = query.Radius is null ? most : Math.Min(most, FewestRanked);
        while (true)
        {
            RankedRow[] rows = VectorSearcher.Rank(snapshot, query, matches, ranked, cancellation);
            int inside = query.Radius is { } radius
                ? CountWithin(rows, radius, snapshot.Schema.FindVector(query.Field)!.Index.Metric)
                : rows.Length;
            if (inside < ranked || ranked == most)
                return Cut(rows, inside, snapshot, query, count);
            ranked = (int)Math.Min(most, ranked * 4L);
        }
    }

    /// <summary>Whether a score is at least as good as another.</summary>
    public static bool IsAsGood(Metric metric, float score, float other) =>
        metric == Metric.InnerProduct ? score >= other : score <= other;

    private static int CountWithin(RankedRow[] rows, float radius, Metric metric)
    {
        int inside = 0;
        while (inside < rows.Length && IsAsGood(metric, rows[inside].Score, radius))
            inside++;
        return inside;
    }

    /// <summary>The rows inside the radius, without the one of the document that the query names.</summary>
    private static RankedRow[] Cut(RankedRow[] rows, int inside, Snapshot snapshot, VectorQuery query, int count)
    {
        int own = query.Key is { } key && !query.IncludeSelf ? PlaceOf(snapshot.Find(key), rows.AsSpan(0, inside)) : -1;
        if (own >= 0)
        {
            rows.AsSpan((own + 1)..inside).CopyTo(rows.AsSpan(own));
            inside--;
        }

        inside = Math.Min(inside, count);
        return inside == rows.Length ? rows : rows[..inside];
    }

    private static int PlaceOf((int Segment, int Row) location, ReadOnlySpan<RankedRow> rows)
    {
        for (int place = 0; place < rows.Length; place++)
        {
            if (rows[place].Segment == location.Segment && rows[place].Row == location.Row)
                return place;
        }

        return -1;
    }
}

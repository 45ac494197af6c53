using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Answers a <see cref="HybridQuery"/>.</summary>
internal static class HybridSearcher
{
    private const int DefaultCandidates = 100;

    private const int DefaultRerankCandidates = 50;

    /// <summary>The hits, where nothing is scored anew.</summary>
    public static SearchHit[] Search(Snapshot snapshot, HybridQuery query, CancellationToken cancellation) =>
        Find(snapshot, query, query.Skip, query.Top, cancellation);

    /// <summary>The documents to be scored anew, from the front of the ranking.</summary>
    public static SearchHit[] FindCandidates(Snapshot snapshot, HybridQuery query, CancellationToken cancellation) =>
        Find(
            snapshot,
            query,
            skip: 0,
            query.RerankCandidates ?? (int)Math.Max(DefaultRerankCandidates, (long)query.Skip + query.Top),
            cancellation);

    private static SearchHit[] Find(Snapshot snapshot, HybridQuery query, int skip, int top, CancellationToken cancellation)
    {
        HybridQueryCheck.Check(query, snapshot.Schema);
        FieldSelection selection = FieldSelection.For(snapshot.Schema, query.OutputFields, query.IncludeVectors);
        int candidates = query.Candidates ?? Math.Min(Math.Max(DefaultCandidates, 2 * (skip + top)), QueryLimits.LargestTop);
        using SnapshotMatches matches = SnapshotMatches.Find(snapshot, query.Filter, cancellation);
        var lists = new RankedList[query.Queries.Count];
        for (int i = 0; i < lists.Length; i++)
        {
            SearchQuery single = query.Queries[i];
            RankedRow[] rows = Rank(snapshot, single, query.Filter, matches, Math.Max(candidates, single.Top), cancellation);
            lists[i] = new RankedList(rows, ScoreScale.Of(single, snapshot.Schema));
        }

        RankedRow[] fused = RankFusion.Fuse(query.Fusion, lists);
        int first = Math.Min(skip, fused.Length);
        int count = Math.Min(top, fused.Length - first);
        return RankedHits.Read(snapshot, fused.AsSpan(first, count), selection, cancellation);
    }

    private static RankedRow[] Rank(
        Snapshot snapshot, SearchQuery query, Filter? shared, SnapshotMatches matches, int count, CancellationToken cancellation)
    {
        if (query.Filter is not { } own)
            return SnapshotSearch.Rank(snapshot, query, matches, count, cancellation);
        Filter both = shared is null ? own : Filter.And(shared, own);
        using SnapshotMatches narrowed = SnapshotMatches.Find(snapshot, both, cancellation);
        return SnapshotSearch.Rank(snapshot, query, narrowed, count, cancellation);
    }
}

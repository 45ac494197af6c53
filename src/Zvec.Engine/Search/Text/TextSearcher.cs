using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Ranks rows for a <see cref="TextQuery"/>.</summary>
internal static class TextSearcher
{
    /// <summary>A seek is taken to cost as much as this many steps to the next row.</summary>
    private const int StepsOfSeek = 8;

    /// <summary>The rows that fit the query best, best first; of rows that score alike the one that stands first.</summary>
    /// <param name="snapshot">The collection.</param>
    /// <param name="query">What to look for; how many, and under which filter, the other arguments say instead.</param>
    /// <param name="matches">Which rows may be found.</param>
    /// <param name="count">How many rows are wanted.</param>
    /// <param name="cancellation">Stops between some thousand rows.</param>
    public static RankedRow[] Rank(
        Snapshot snapshot, TextQuery query, SnapshotMatches matches, int count, CancellationToken cancellation)
    {
        if (query.MinimumShouldMatch < 0)
            throw QueryLimits.Invalid(snapshot.Schema, $"{nameof(query.MinimumShouldMatch)} {query.MinimumShouldMatch} is below 0");
        var vocabulary = new TextVocabulary(snapshot, query.Text, cancellation);
        if (TextBinder.Bind(query, vocabulary) is not { } bound)
            return [];
        var best = new BestRows(count);
        double rounding = ScoreRounding.For(bound.Most);
        for (int i = 0; i < snapshot.Views.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            SegmentView view = snapshot.Views[i];
            if (view.LiveCount > 0)
                Search(bound, matches.Of(i), new SegmentScope(i, view.RowCount, rounding, cancellation), best, query.Exhaustive);
        }

        return best.ToArray();
    }

    private static void Search(BoundText bound, Bitmap? accept, SegmentScope scope, BestRows best, bool exhaustive)
    {
        if (!exhaustive && bound is BoundGroup { IsAlternatives: true } group)
        {
            SearchAlternatives(group, accept, scope, best);
            return;
        }

        using TextScorer? scorer = bound.Open(scope);
        if (scorer is null)
            return;
        if (!exhaustive && scorer.ReadsMany && AcceptsMany(accept, scorer.Cost))
            MaxScoreWalk.Run([scorer], excluded: null, accept, scope, best);
        else
            RowWalk.Run(scorer, accept, scope.Segment, best, exhaustive, scope.Cancellation);
    }

    /// <summary>Whether so many rows may be found that walking all rows costs less than looking for those.</summary>
    private static bool AcceptsMany(Bitmap? accept, long cost) => accept is null || (long)accept.CountSet() * StepsOfSeek > cost;

    private static void SearchAlternatives(BoundGroup group, Bitmap? accept, SegmentScope scope, BestRows best)
    {
        TextScorer[] scorers = group.OpenAlternatives(scope, out TextScorer? excluded);
        if (scorers.Length == 0)
            return;
        using var all = new AnyScorer(scorers, needed: 1);
        using TextScorer? none = excluded;
        if (AcceptsMany(accept, all.Cost / scorers.Length))
            MaxScoreWalk.Run(scorers, excluded, accept, scope, best);
        else if (excluded is null)
            RowWalk.Run(all, accept, scope.Segment, best, exhaustive: false, scope.Cancellation);
        else
            RowWalk.Run(new ExceptScorer(all, excluded), accept, scope.Segment, best, exhaustive: false, scope.Cancellation);
    }
}

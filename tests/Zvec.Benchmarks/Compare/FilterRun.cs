using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Compare;

/// <summary>Searches with a filter: for each engine the smallest ef with enough recall is looked for, then all are measured with it in
/// turns.</summary>
internal sealed class FilterRun(Turns turns, CompareSettings settings, DataSet data)
{
    /// <summary>The recall that must be reached.</summary>
    public const double Recall = 0.95;

    private const string IndexedField = "attr";
    private const string PlainField = "plain";

    /// <summary>How near the smallest ef is looked for: two that differ by less are the same.</summary>
    private const double Precision = 1.1;

    private static readonly int[] Ladder = [10, 20, 40, 80, 160, 320, 640, 1280];

    public IReadOnlyList<FilterFigures> Measure(IReadOnlyList<IndexSearcher> searchers, int percent, int[][] truth)
    {
        List<(IndexSearcher Searcher, bool Indexed)> wanted = [.. searchers.Select(searcher => (searcher, true))];
        wanted.AddRange(searchers
            .Where(searcher => searcher.Family is OursPeer.FamilyName or ZvecPeer.FamilyName)
            .Select(searcher => (searcher, false)));
        var found = new List<(IndexSearcher Searcher, bool Indexed, Turn Turn)>();
        foreach ((IndexSearcher searcher, bool indexed) in wanted)
        {
            // where there is no index, the same ef shows whether the recall is the same
            Turn? turn = indexed
                ? SmallestEnough(searcher, percent, truth)
                : found.Where(other => other.Searcher == searcher)
                    .Select(other => other.Turn with { Request = other.Turn.Request with { Field = PlainField } })
                    .FirstOrDefault();
            if (turn is not null)
                found.Add((searcher, indexed, turn));
        }

        IReadOnlyList<CurvePoint?> points = turns.Measure([[.. found.Select(one => one.Turn)]], settings.Rounds, truth)[0];
        return [.. found.Zip(points)
            .Where(one => one.Second is not null)
            .Select(one => new FilterFigures(percent, one.First.Searcher.Name, one.First.Searcher.Family, one.First.Indexed, one.Second!))];
    }

    private Turn? SmallestEnough(IndexSearcher searcher, int percent, int[][] truth)
    {
        Turn TurnFor(int ef) => new(searcher, new PassRequest
        {
            Ef = ef,
            Queries = Math.Min(Math.Min(settings.FilterQueries, settings.Queries), data.Queries.Length),
            Percent = percent,
            Field = IndexedField,
        });
        double? RecallWith(int ef) => turns.Run(TurnFor(ef)) is { } pass ? Data.Recall.Of(pass.Answers, truth) : null;

        int below = 0;
        foreach (int step in Ladder)
        {
            if (RecallWith(step) is not { } recall)
                return null;
            if (recall < Recall)
            {
                below = step;
                continue;
            }

            int enough = step;
            while (below > 0 && enough > below * Precision)
            {
                int middle = (int)Math.Ceiling(Math.Sqrt((double)below * enough));
                if (middle >= enough || middle <= below)
                    break;
                if (RecallWith(middle) is not { } between)
                    return null;
                if (between < Recall)
                    below = middle;
                else
                    enough = middle;
            }

            return TurnFor(enough);
        }

        return TurnFor(Ladder[^1]);
    }
}

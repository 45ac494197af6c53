using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Measure;

/// <summary>Measures several engines so that their ratio means something: those of a group one right after the other, the first turn
/// changing from round to round, and all groups once in each round, so that drift and bursts of stolen time fall on all of them
/// alike.</summary>
/// <param name="failed">Told when an engine failed; it is left out from then on.</param>
internal sealed class Turns(Action<ISearcher, PeerException> failed)
{
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(3);

    private readonly HashSet<ISearcher> _failed = [];

    /// <summary>Those that have not failed.</summary>
    public IEnumerable<T> Working<T>(IEnumerable<T> searchers)
        where T : ISearcher => searchers.Where(searcher => !_failed.Contains(searcher));

    /// <summary>The figures of each turn in each group; null for engines that failed.</summary>
    public IReadOnlyList<IReadOnlyList<CurvePoint?>> Measure(IReadOnlyList<IReadOnlyList<Turn>> groups, int rounds, int[][] truth)
    {
        List<Pass>[][] passes = [.. groups.Select(group => group.Select(_ => new List<Pass>()).ToArray())];
        for (int round = 0; round < rounds; round++)
        {
            for (int group = 0; group < groups.Count; group++)
            {
                for (int i = 0; i < groups[group].Count; i++)
                {
                    int turn = (i + round) % groups[group].Count;
                    if (RunTwice(groups[group][turn]) is { } pass)
                        passes[group][turn].Add(pass);
                }
            }
        }

        return [.. groups.Select((group, g) => (CurvePoint?[])[.. group.Select((turn, t) => Point(turn, passes[g][t], truth))])];
    }

    /// <summary>One pass; null when the engine failed, now or before.</summary>
    public Pass? Run(Turn turn)
    {
        if (_failed.Contains(turn.Searcher))
            return null;
        try
        {
            return turn.Searcher.Run(turn.Request);
        }
        catch (PeerException exception)
        {
            _failed.Add(turn.Searcher);
            failed(turn.Searcher, exception);
            return null;
        }
    }

    /// <summary>The second of two passes: while the others had their turns, the system may have taken pages from an idle process that a busy
    /// one would have kept.</summary>
    private Pass? RunTwice(Turn turn)
    {
        if (!turn.Request.Exact && Run(turn) is null)
            return null;
        return Run(turn);
    }

    /// <summary>Searches until code is compiled at its final tier and pages are in memory.</summary>
    public void WarmUp(ISearcher searcher, int queries, IReadOnlyList<int> ef)
    {
        long start = Environment.TickCount64;
        do
        {
            foreach (int candidates in ef)
                Run(new Turn(searcher, new PassRequest { Ef = candidates, Queries = Math.Min(queries, 500) }));
        }
        while (!_failed.Contains(searcher) && Environment.TickCount64 - start < WarmUpTime.TotalMilliseconds);
    }

    private CurvePoint? Point(Turn turn, List<Pass> passes, int[][] truth) =>
        _failed.Contains(turn.Searcher) ? null : CurvePoint.Of(turn.Request.Ef, passes, truth);
}

/// <summary>A pass of an engine.</summary>
internal sealed record Turn(ISearcher Searcher, PassRequest Request);

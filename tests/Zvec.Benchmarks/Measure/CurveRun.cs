namespace Zvec.Benchmarks.Measure;

/// <summary>Measures curves of several engines so that their ratio means something: setting by setting in turns, the first turn changing from pass to pass,
/// so that drift and bursts of stolen time fall on all of them alike.</summary>
internal static class CurveRun
{
    public static IReadOnlyList<Curve> Measure(
        IReadOnlyList<ISearcher> engines, IReadOnlyList<int?> settings, int passes, int queries, int[][] truth, int? percent = null)
    {
        var runs = new List<Pass>[engines.Count, settings.Count];
        for (int pass = 0; pass < passes; pass++)
        {
            for (int setting = 0; setting < settings.Count; setting++)
            {
                for (int turn = 0; turn < engines.Count; turn++)
                {
                    int engine = (turn + pass) % engines.Count;
                    (runs[engine, setting] ??= []).Add(engines[engine].Run(new PassRequest(settings[setting], queries, percent)));
                }
            }
        }

        return
        [
            .. engines.Select((engine, e) =>
                new Curve(engine.Name, [.. settings.Select((ef, s) => CurvePoint.Of(ef, runs[e, s], truth))])),
        ];
    }

    /// <summary>Searches until code is compiled at its final tier and pages are in memory.</summary>
    public static void WarmUp(ISearcher engine, int queries, TimeSpan time)
    {
        long start = Environment.TickCount64;
        do
        {
            foreach (int ef in (int[])[40, 200])
                engine.Run(new PassRequest(ef, Math.Min(queries, 500)));
        }
        while (Environment.TickCount64 - start < time.TotalMilliseconds);
    }
}

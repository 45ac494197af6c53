using System.Globalization;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Compare;

/// <summary>What the engine is to reach on GloVe-100 (cosine, M 16, efConstruction 200), and whether it did in this run. On other sets the
/// same figures are shown, as far as they mean something there.</summary>
internal sealed class GoalList(CompareReport report)
{
    private static readonly (string Family, double[] Ratios)[] SpeedGoals =
    [
        (ZvecPeer.FamilyName, [4, 4, 3.5]),
        (HnswlibPeer.FamilyName, [3, 3, 3]),
        (UsearchPeer.FamilyName, [5, 5, 5]),
    ];

    /// <summary>Our index with default settings.</summary>
    private readonly IndexFigures? _ours = report.Indexes.FirstOrDefault(index => index.Family == OursPeer.FamilyName);

    public IReadOnlyList<Goal> All() => [.. Speed(), .. Threads(), .. Builds(), .. Sizes(), .. Filters(), .. Scan(), .. Costs()];

    private static string Text(double? value, int digits = 0) =>
        value is { } number ? number.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "-";

    private IEnumerable<Goal> Speed()
    {
        if (report.Curves.FirstOrDefault(curve => curve.Family == OursPeer.FamilyName) is not { } ours)
            yield break;
        foreach ((string family, double[] limits) in SpeedGoals)
        {
            Curve[] theirs = [.. report.Curves.Where(curve => curve.Family == family)];
            if (theirs.Length == 0)
                continue;
            foreach ((int i, double recall) in Curve.Targets.Index())
            {
                static double Rate(CurvePoint point) => point.QueriesPerSecond;
                double? our = ours.RateAt(recall, Rate);
                Curve best = theirs.MaxBy(curve => curve.RateAt(recall, Rate) ?? 0)!;
                string what = $"queries/s at recall {Text(recall, 2)}, {family}'s best";
                if (best.RateAt(recall, Rate) is not { } their)
                {
                    yield return new Goal(
                        what, Text(our), $"recall stops at {Text(theirs.Max(curve => curve.BestRecall), 3)}",
                        our is null ? null : double.PositiveInfinity, limits[i], true);
                    continue;
                }

                PairedRatio? ratio = PairedRatio.At(recall, ours, best);
                double? byProcessor = best.RateAt(recall, point => point.ProcessorMicroseconds)
                    / ours.RateAt(recall, point => point.ProcessorMicroseconds);
                string note = ratio is null
                    ? $"our recall stops at {Text(ours.BestRecall, 3)}"
                    : $"rounds {Text(ratio.Lowest, 2)} to {Text(ratio.Highest, 2)}; by processor time {Text(byProcessor, 2)}";
                yield return new Goal(what, Text(our), $"{best.Name} {Text(their)}", ratio?.Value, limits[i], true, note);
            }
        }
    }

    private IEnumerable<Goal> Threads()
    {
        ThreadFigures? ours = report.Threads.FirstOrDefault(one => one.Family == OursPeer.FamilyName);
        if (ours is not null
            && report.Threads.Where(one => one.Family == HnswlibPeer.FamilyName)
                .MaxBy(one => one.One.QueriesPerSecond) is { } theirs)
        {
            yield return new Goal(
                "gain of two threads",
                Text(ours.Gain.Value, 2), $"{theirs.Name} {Text(theirs.Gain.Value, 2)}",
                ours.Gain.Value / theirs.Gain.Value, 1, true, "ratio of the gains");
        }
    }

    private IEnumerable<Goal> Builds()
    {
        foreach ((string family, double limit) in ((string, double)[])[(ZvecPeer.FamilyName, 0.3), (HnswlibPeer.FamilyName, 0.5)])
        {
            if (Build(_ours) is { } ours
                && Indexes(family).Where(index => Build(index) is not null)
                    .MinBy(index => Build(index)!.Load.Seconds) is { } fastest)
                yield return BuildGoal(ours, fastest.Name, Build(fastest)!, limit);
        }

        BuildRecord? Build(IndexFigures? index) => index?.Builds.GetValueOrDefault(2);
    }

    private static Goal BuildGoal(BuildRecord ours, string name, BuildRecord theirs, double limit)
    {
        double graph = ours.Load.OptimizeSeconds / theirs.Load.OptimizeSeconds,
            processor = ours.Load.ProcessorSeconds / theirs.Load.ProcessorSeconds;
        string note =
            $"graph alone {Text(graph, 2)}, processor time {Text(processor, 2)}{(ours.WasThere || theirs.WasThere ? "; not all built in this run" : "")}";
        return new Goal(
            "inserting and building, 2 threads",
            $"{Text(ours.Load.Seconds, 1)} s", $"{name} {Text(theirs.Load.Seconds, 1)} s",
            ours.Load.Seconds / theirs.Load.Seconds, limit, false, note);
    }

    private IEnumerable<Goal> Sizes()
    {
        IndexFigures? floats = Indexes(ZvecPeer.FamilyName).FirstOrDefault(index => index.Codes == "fp32");
        if (_ours?.Memory is { } ours && floats?.Memory is { } theirs)
        {
            double own = ours.Resident - _ours.MemoryBeforeOpen!.Resident, theirOwn = theirs.Resident - floats.MemoryBeforeOpen!.Resident;
            yield return new Goal(
                "resident memory when serving",
                $"{Text(ours.Resident)} MB", $"{floats.Name} {Text(theirs.Resident)} MB",
                ours.Resident / theirs.Resident, 0.6, false,
                $"without what was there before opening {Text(own)} and {Text(theirOwn)} MB, {Text(own / theirOwn, 2)}");
        }

        foreach (IndexFigures index in Indexes(OursPeer.FamilyName).Where(index => index.Name != OursPeer.CodeScanName))
        {
            if (Indexes(ZvecPeer.FamilyName).FirstOrDefault(other => other.Codes == index.Codes) is { } other)
            {
                yield return new Goal(
                    $"directory, {index.Codes}",
                    $"{Text(index.DiskMegabytes)} MB", $"{other.Name} {Text(other.DiskMegabytes)} MB",
                    index.DiskMegabytes / other.DiskMegabytes, 1, false);
            }
        }
    }

    private IEnumerable<Goal> Filters()
    {
        foreach (IGrouping<int, FilterFigures> group in report.Filters.GroupBy(one => one.Percent))
        {
            FilterFigures[] ours = [.. group.Where(one => one.Name == _ours?.Name)];
            FilterFigures? indexed = ours.FirstOrDefault(one => one.Indexed), plain = ours.FirstOrDefault(one => !one.Indexed);
            FilterFigures? theirs = group
                .Where(one => one is { Family: ZvecPeer.FamilyName, Indexed: true, Point.Recall: >= FilterRun.Recall })
                .MaxBy(one => one.Point.QueriesPerSecond);
            if (indexed is null)
                continue;
            bool isGoodEnough = indexed.Point.Recall >= FilterRun.Recall;
            if (theirs is not null)
            {
                PairedRatio ratio = PairedRatio.Between(indexed.Point, theirs.Point);
                double byProcessor = theirs.Point.ProcessorMicroseconds / indexed.Point.ProcessorMicroseconds;
                yield return new Goal(
                    $"filter that passes {group.Key} %, queries/s at recall {Text(FilterRun.Recall, 2)}",
                    Text(indexed.Point.QueriesPerSecond),
                    $"{theirs.Name} {Text(theirs.Point.QueriesPerSecond)}",
                    isGoodEnough ? ratio.Value : 0,
                    3,
                    true,
                    isGoodEnough
                        ? $"rounds {Text(ratio.Lowest, 2)} to {Text(ratio.Highest, 2)}; by processor time {Text(byProcessor, 2)}"
                        : $"our recall stops at {Text(indexed.Point.Recall, 3)}");
            }

            if (plain is not null)
            {
                yield return new Goal(
                    $"filter that passes {group.Key} %, recall without an index",
                    Text(plain.Point.Recall, 4), $"with one {Text(indexed.Point.Recall, 4)}",
                    plain.Point.Recall - indexed.Point.Recall, -0.002, true,
                    $"{Text(plain.Point.QueriesPerSecond)} queries/s; difference of recall");
            }
        }
    }

    private IEnumerable<Goal> Scan()
    {
        if (report.Scan is not { } scan)
            yield break;
        yield return new Goal(
            "exact scan, fp32",
            $"{Text(scan.FloatBytesPerSecond / 1e9, 2)} GB/s", $"the machine {Text(scan.ReadBandwidth / 1e9, 2)} GB/s",
            scan.FloatBytesPerSecond / scan.ReadBandwidth, 0.8, true);
        if (scan.Codes is { } codes)
        {
            PairedRatio ratio = PairedRatio.Between(codes, scan.Float);
            yield return new Goal(
                "scan of int8 codes",
                $"{Text(codes.QueriesPerSecond)} queries/s", $"exact scan {Text(scan.Float.QueriesPerSecond)}",
                ratio.Value, 3, true, $"recall {Text(codes.Recall, 4)}");
        }
    }

    private IEnumerable<Goal> Costs()
    {
        if (report.Defaults is { } defaults)
            yield return new Goal(
                "recall with default settings", Text(defaults.Recall, 4), "", defaults.Recall, 0.95, true,
                $"{Text(defaults.QueriesPerSecond)} queries/s");
        if (report.Garbage is { } garbage)
            yield return new Goal(
                "garbage per search beyond the hits, bytes", Text(garbage.Garbage), "", garbage.Garbage, 1024, false, $"hits {Text(garbage.Hits)}");
        if (report.Connector is { } connector)
        {
            yield return new Goal(
                "SearchAsync on top of Search, us", Text(connector.AddedMicroseconds, 1), "", connector.AddedMicroseconds, 20, false,
                $"{Text(connector.ConnectorMicroseconds, 1)} instead of {Text(connector.EngineMicroseconds, 1)}");
        }
    }

    private IEnumerable<IndexFigures> Indexes(string family) => report.Indexes.Where(index => index.Family == family);
}

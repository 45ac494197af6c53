using System.Globalization;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Compare;

/// <summary>Prints the figures of a run as they come in.</summary>
internal sealed class ComparePrinter(TextWriter writer)
{
    public void Say(FormattableString line) => writer.WriteLine(FormattableString.Invariant(line));

    public void PrintHead(CompareReport report)
    {
        RunEnvironment environment = report.Environment;
        CompareSettings settings = report.Settings;
        Say(
            $"{environment.Utc:u}  {environment.Processor} x {environment.Processors} ({environment.InstructionSets}), {environment.System}");
        Say($"{environment.Runtime}; load before the run {environment.LoadAverage}");
        Say(
            $"{settings.Set}: {report.Rows:N0} x {report.Dimensions}, {report.Queries:N0} queries, {settings.Metric}, M {settings.M}, efConstruction {settings.EfConstruction}");
        Say(
            $"each engine in a process of its own; one query at a time from one thread; passes of all engines in turns; medians of {settings.Rounds} rounds");
    }

    public void PrintIndexes(CompareReport report)
    {
        writer.WriteLine();
        var table = new TextTable(["build, size, opening", .. report.Indexes.Select(index => index.Name)]);
        void Row(string name, Func<IndexFigures, double?> figure, int digits = 0) =>
            table.Add([name, .. report.Indexes.Select(index => Number(figure(index), digits))]);
        void BuildRow(string name, int threads, Func<LoadFigures, double> figure) =>
            Row(name, index => index.Builds.TryGetValue(threads, out BuildRecord? build) ? figure(build.Load) : null, 1);

        foreach (int threads in report.Settings.BuildThreads)
        {
            BuildRow($"insert and build, {threads} threads, s", threads, load => load.Seconds);
            BuildRow("  of it building the index, s", threads, load => load.OptimizeSeconds);
            BuildRow("  processor time, s", threads, load => load.ProcessorSeconds);
        }

        Row("disk, MB", index => index.DiskMegabytes);
        Row("resident when serving, MB", index => index.Memory?.Resident);
        Row("  of it before opening, MB", index => index.MemoryBeforeOpen?.Resident);
        Row("  anonymous, MB", index => index.Memory?.Anonymous);
        Row("  mapped files, MB", index => index.Memory?.File);
        Row("new process, open, ms", index => Median.Of(index.Opens.Select(open => open.OpenMilliseconds)));
        Row("new process, open to first answer, ms", index => Median.Of(index.Opens.Select(open => open.AnswerMilliseconds)));
        table.Write(writer);
        Say(
            $"'when serving' is VmRSS of a process that did nothing but open the index and answer all queries with ef {report.Settings.Ef[^1]}; 'before opening' is what the runtime,");
        Say($"this harness and the queries take of it (.NET for ours, Node for zvec and usearch, C++ for hnswlib)");
        if (report.Indexes.Any(index => index.Builds.Values.Any(build => build.WasThere)))
            Say($"build times of indexes that were there already are those of then");
        writer.WriteLine();
    }

    public void PrintCurves(IReadOnlyList<Curve> curves)
    {
        var table = new TextTable(
            "search, one query at a time", "ef", "recall@10", "queries/s", "slowest", "best", "p50 us", "p99 us", "cpu us");
        foreach (Curve curve in curves)
        {
            foreach (CurvePoint point in curve.Points)
                table.Add([curve.Name, Number(point.Ef, 0), .. Cells(point)]);
        }

        table.Write(writer);
        writer.WriteLine();
        PrintTargets("queries/s at recall@10", curves, point => point.QueriesPerSecond);
        PrintTargets("  in the best pass", curves, point => point.RoundRates.Max());
        PrintTargets("queries a processor second", curves, point => 1e6 / point.ProcessorMicroseconds);
        PrintRatios(curves);
    }

    public void PrintDefaults(CurvePoint? point)
    {
        if (point is not null)
            Say(
                $"ours with nothing set: recall@10 {point.Recall:N4}, {point.QueriesPerSecond:N0} queries/s, p99 {point.P99Microseconds:N0} us");
        writer.WriteLine();
    }

    public void PrintThreads(IReadOnlyList<ThreadFigures> threads)
    {
        if (threads.Count == 0)
            return;
        var table = new TextTable("one thread and two", "ef", "recall@10", "one, queries/s", "two, queries/s", "gain", "lowest", "highest");
        foreach (ThreadFigures one in threads)
        {
            table.Add(
                one.Name, Number(one.One.Ef, 0), Number(one.One.Recall, 4),
                Number(one.One.QueriesPerSecond, 0), Number(one.Two.QueriesPerSecond, 0),
                Number(one.Gain.Value, 2), Number(one.Gain.Lowest, 2), Number(one.Gain.Highest, 2));
        }

        table.Write(writer);
        writer.WriteLine();
    }

    public void PrintFilters(IReadOnlyList<FilterFigures> filters)
    {
        var table = new TextTable(
            "search with a filter, smallest ef enough for 0.95", "passes %", "field",
            "ef", "recall@10", "queries/s", "slowest", "best", "p50 us", "p99 us", "cpu us");
        foreach (FilterFigures one in filters)
            table.Add(
                [one.Name, Number(one.Percent, 0), one.Indexed ? "indexed" : "not indexed", Number(one.Point.Ef, 0), .. Cells(one.Point)]);
        table.Write(writer);
        writer.WriteLine();
    }

    public void PrintScan(CompareReport report)
    {
        ScanFigures scan = report.Scan!;
        var table = new TextTable(
            "ours, all rows scanned", "recall@10", "queries/s", "slowest", "best", "p50 us", "p99 us", "cpu us", "GB/s");
        table.Add(["original vectors, fp32", .. Cells(scan.Float), Number(scan.FloatBytesPerSecond / 1e9, 2)]);
        if (scan.Codes is { } codes)
            table.Add(["codes, int8", .. Cells(codes), Number(scan.CodeBytesPerSecond / 1e9, 2)]);
        table.Write(writer);
        Say(
            $"one thread reads {scan.ReadBandwidth / 1e9:N2} GB/s of memory from one end to the other (median, before and after the scans)");
        writer.WriteLine();
    }

    public void PrintCosts(GarbageFigures? garbage, ConnectorFigures? connector)
    {
        if (garbage is not null)
        {
            Say(
                $"garbage: {garbage.Allocated:N0} bytes a search of which the hits take {garbage.Hits:N0}: GC.GetAllocatedBytesForCurrentThread around searches with queries made before,");
            Say($"minus the same around making equal hits again (documents, hits and their list)");
        }

        if (connector is not null)
            Say(
                $"connector: SearchAsync takes {connector.ConnectorMicroseconds:N1} us where the engine's Search takes {connector.EngineMicroseconds:N1}, ten small records returned");
        writer.WriteLine();
    }

    public void PrintGoals(IReadOnlyList<Goal> goals)
    {
        var table = new TextTable("goal", "ours", "beside", "ratio or figure", "goal", "reached", "");
        foreach (Goal goal in goals)
        {
            string value = goal.Value is double.PositiveInfinity ? "-" : Number(goal.Value, 2);
            string reached = goal.IsReached switch { true => "yes", false => "NO", _ => "-" };
            table.Add(
                goal.What, goal.Ours, goal.Beside, value,
                $"{(goal.AtLeast ? ">=" : "<=")} {goal.Limit.ToString("0.###", CultureInfo.InvariantCulture)}",
                reached, goal.Note);
        }

        table.Write(writer);
        writer.WriteLine();
    }

    private static string[] Cells(CurvePoint point) =>
    [
        Number(point.Recall, 4), Number(point.QueriesPerSecond, 0), Number(point.RoundRates.Min(), 0), Number(point.RoundRates.Max(), 0),
        Number(point.P50Microseconds, 0), Number(point.P99Microseconds, 0), Number(point.ProcessorMicroseconds, 0),
    ];

    private static string Number(double? value, int digits) =>
        value is { } number ? number.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "-";

    private void PrintTargets(string title, IReadOnlyList<Curve> curves, Func<CurvePoint, double> rate)
    {
        var table = new TextTable([title, .. Curve.Targets.Select(target => Number(target, 2))]);
        foreach (Curve curve in curves)
            table.Add([curve.Name, .. Curve.Targets.Select(target => Number(curve.RateAt(target, rate), 0))]);
        table.Write(writer);
        writer.WriteLine();
    }

    /// <summary>Each of ours beside each of the others: the median of the rounds' ratios.</summary>
    private void PrintRatios(IReadOnlyList<Curve> curves)
    {
        string family = curves.Count > 0 ? curves[0].Family : "";
        Curve[] others = [.. curves.Where(curve => curve.Family != family)];
        if (others.Length == 0)
            return;
        var table = new TextTable(["ratio at recall@10", .. Curve.Targets.Select(target => Number(target, 2))]);
        foreach (Curve ours in curves.Where(curve => curve.Family == family))
        {
            foreach (Curve theirs in others)
                table.Add(
                    [$"{ours.Name} / {theirs.Name}", .. Curve.Targets.Select(target => Number(PairedRatio.At(target, ours, theirs)?.Value, 2))]);
        }

        table.Write(writer);
        writer.WriteLine();
    }
}

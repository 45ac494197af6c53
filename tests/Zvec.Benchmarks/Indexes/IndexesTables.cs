using System.Globalization;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Indexes;

/// <summary>The figures as Markdown, in parts that a page can have where it wants them.</summary>
internal static class IndexesTables
{
    /// <summary>The parts by name, in the order in which they are read.</summary>
    public static IReadOnlyList<(string Name, string Text)> All(IndexesReport report) =>
    [
        ("run", Text(report, WriteRun)),
        ("kinds", Text(report, WriteKinds)),
        ("settings", Text(report, WriteSettings)),
        ("sizes", Text(report, WriteSizes)),
        ("filters", Text(report, WriteFilters)),
    ];

    public static void Write(IndexesReport report, TextWriter output) =>
        output.WriteLine(string.Join("\n\n", All(report).Select(part => part.Text)));

    private static string Text(IndexesReport report, Action<IndexesReport, TextWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        write(report, text);
        return text.ToString().TrimEnd();
    }

    private static void WriteRun(IndexesReport report, TextWriter output)
    {
        RunEnvironment environment = report.Environment;
        Line(output, $"{report.Rows:N0} vectors of {report.Set}, {report.Dimensions} dimensions, {report.Metric};");
        Line(output, $"{report.Queries:N0} queries, one at a time from one thread;");
        Line(output, $"{report.Rounds} rounds, all indexes in turns; queries/s is what one thread answers at the median time of a query.");
        Line(output, $"{environment.Processor} x {environment.Processors} ({environment.InstructionSets}),");
        Line(output, $"{environment.Runtime}, {environment.Utc:yyyy-MM-dd};");
        Line(output, $"load before the run {environment.LoadAverage}, at its end {report.LoadAtEnd}.");
    }

    private static void WriteKinds(IndexesReport report, TextWriter output)
    {
        Line(output, $"| index | build, s | disk, MB | memory, MB | recall as it comes | queries/s | at 0.90 | at 0.95 | at 0.99 |");
        Line(output, $"|---|---|---|---|---|---|---|---|---|");
        foreach (IndexResult index in report.Indexes)
        {
            IndexPoint usual = index.Points[index.Usual];
            string rates = string.Join(" | ", Curve.Targets.Select(target =>
                index.RateAt(target) is { } rate ? rate.ToString("N0", CultureInfo.InvariantCulture) : "-"));
            string size = string.Create(CultureInfo.InvariantCulture, $"{index.DiskMegabytes:N0} | {index.MemoryMegabytes:N0}");
            string asItComes = string.Create(CultureInfo.InvariantCulture, $"{usual.Figures.Recall:N3} | {usual.QueriesPerSecond:N0}");
            Line(output, $"| {index.Name} | {index.Load.Seconds:N1} | {size} | {asItComes} | {rates} |");
        }
    }

    private static void WriteSettings(IndexesReport report, TextWriter output)
    {
        Line(output, $"| index | Ef or NProbe | recall@10 | queries/s | p50 µs | p99 µs |");
        Line(output, $"|---|---|---|---|---|---|");
        foreach (IndexResult index in report.Indexes.Where(index => index.Points.Count > 1))
        {
            foreach (IndexPoint point in index.Points)
            {
                string setting = (point.Ef ?? point.NProbe)?.ToString(CultureInfo.InvariantCulture) ?? "default";
                CurvePoint figures = point.Figures;
                string times = string.Create(CultureInfo.InvariantCulture, $"{figures.P50Microseconds:N0} | {figures.P99Microseconds:N0}");
                Line(output, $"| {index.Name} | {setting} | {figures.Recall:N4} | {point.QueriesPerSecond:N0} | {times} |");
            }
        }
    }

    private static void WriteSizes(IndexesReport report, TextWriter output)
    {
        string[] names = [.. report.Sizes.Select(point => point.Name).Distinct()];
        Line(output, $"| vectors | {string.Join(" | ", names.Select(name => $"{name}, µs | recall"))} |");
        Line(output, $"|---|{string.Concat(names.Select(_ => "---|---|"))}");
        foreach (IGrouping<int, SizePoint> size in report.Sizes.GroupBy(point => point.Rows))
        {
            Line(output, $"| {size.Key:N0} | {string.Join(" | ", size.Select(point =>
                string.Create(CultureInfo.InvariantCulture, $"{point.Microseconds:N0} | {point.Recall:N3}")))} |");
        }
    }

    private static void WriteFilters(IndexesReport report, TextWriter output)
    {
        if (report.Filters.Count == 0)
            return;
        string[] names = [.. report.Filters.Select(point => point.Name).Distinct()];
        Line(output, $"| rows that pass | {string.Join(" | ", names.Select(name => $"{name}, queries/s | recall"))} |");
        Line(output, $"|---|{string.Concat(names.Select(_ => "---|---|"))}");
        foreach (IGrouping<int, FilterPoint> percent in report.Filters.GroupBy(point => point.Percent))
        {
            Line(output, $"| {percent.Key} % | {string.Join(" | ", percent.Select(point =>
                string.Create(CultureInfo.InvariantCulture, $"{point.QueriesPerSecond:N0} | {point.Recall:N3}")))} |");
        }
    }

    private static void Line(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

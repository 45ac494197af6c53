using System.Globalization;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Writes;

/// <summary>The tables of a run: what each target did, and beside one another.</summary>
internal static class WritesPrinter
{
    public static void Write(TextWriter writer, IReadOnlyList<WriteFigures> figures)
    {
        var table = new TextTable("target", "writers", "batch", "documents/s", "slowest", "best", "calls/s", "p50 us/call", "p99 us/call");
        foreach (WriteFigures cell in figures.OrderBy(cell => cell.Writers).ThenBy(cell => cell.Batch))
        {
            table.Add(cell.Target, Number(cell.Writers), Number(cell.Batch), Number(cell.DocumentsPerSecond), Number(cell.DocumentsPerSecondByRound.Min()),
                Number(cell.DocumentsPerSecondByRound.Max()), Number(cell.DocumentsPerSecond / cell.Batch), Number(cell.P50Microseconds),
                Number(cell.P99Microseconds));
        }

        table.Write(writer);
        writer.WriteLine();
        writer.WriteLine("documents/s by cell, and the median of the rounds' ratios");
        (string Left, string Right)[] ratios = [("Synced", "Buffered"), ("Synced", "SQLite"), ("Synced", "zvec"), ("Buffered", "zvec")];
        string[] targets = [.. figures.Select(cell => cell.Target).Distinct()];
        ratios = [.. ratios.Where(ratio => targets.Contains(ratio.Left) && targets.Contains(ratio.Right))];
        var beside = new TextTable(["writers x batch", .. targets, .. ratios.Select(ratio => $"{ratio.Left}/{ratio.Right}")]);
        foreach (IGrouping<(int Writers, int Batch), WriteFigures> cell in figures.GroupBy(cell => (cell.Writers, cell.Batch)).OrderBy(cell => cell.Key))
        {
            Dictionary<string, WriteFigures> byTarget = cell.ToDictionary(one => one.Target);
            beside.Add([
                $"{Number(cell.Key.Writers)} x {Number(cell.Key.Batch)}",
                .. targets.Select(target => byTarget.TryGetValue(target, out WriteFigures? one) ? Number(one.DocumentsPerSecond) : "-"),
                .. ratios.Select(ratio => Ratio(byTarget.GetValueOrDefault(ratio.Left), byTarget.GetValueOrDefault(ratio.Right))),
            ]);
        }

        beside.Write(writer);
    }

    private static string Ratio(WriteFigures? left, WriteFigures? right) =>
        left is null || right is null
            ? "-"
            : Median.Of(left.DocumentsPerSecondByRound.Zip(right.DocumentsPerSecondByRound, (one, other) => one / other)).ToString("N2", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

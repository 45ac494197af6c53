using System.Globalization;

namespace Zvec.Benchmarks.Measure;

/// <summary>Prints the figures of a run as they come in.</summary>
internal sealed class MeasurePrinter(TextWriter writer)
{
    public void Say(FormattableString line) => writer.WriteLine(FormattableString.Invariant(line));

    public void PrintHead(MeasureReport report)
    {
        RunEnvironment environment = report.Environment;
        MeasureSettings settings = report.Settings;
        Say($"{environment.Utc:u}  {environment.Processor} x {environment.Processors} ({environment.InstructionSets}), {environment.System}");
        Say($"{environment.Runtime}, engine {environment.Engine}; load before the run {environment.LoadAverage}");
        Say($"{settings.Set}: {report.Rows:N0} x {report.Dimensions}, {report.Queries:N0} queries, {settings.Metric}, M {settings.M}, efConstruction {settings.EfConstruction}, {settings.Threads} threads, {settings.Durability}");
        writer.WriteLine();
    }

    public void PrintFigures(IReadOnlyList<EngineFigures> engines)
    {
        var table = new TextTable(["load, size, opening", .. engines.Select(engine => engine.Engine)]);
        void Row(string name, Func<EngineFigures, double?> figure, int digits = 1) =>
            table.Add([name, .. engines.Select(engine => Number(figure(engine), digits))]);

        Row("insert, s", engine => engine.Load.InsertSeconds);
        Row("  processor time, s", engine => engine.Load.InsertProcessorSeconds);
        Row("graph build (optimize), s", engine => engine.Load.OptimizeSeconds);
        Row("  processor time, s", engine => engine.Load.OptimizeProcessorSeconds);
        Row("disk, MB", engine => engine.DiskMegabytes, 0);
        Row("resident after warm-up, MB", engine => engine.Memory?.Resident, 0);
        Row("  of which anonymous, MB", engine => engine.Memory?.Anonymous, 0);
        Row("  before opening, MB", engine => engine.MemoryBeforeOpen?.Resident, 0);
        Row("new process, open, ms", engine => Median.Of(engine.Opens.Select(open => open.OpenMilliseconds)), 0);
        Row("new process, open to first answer, ms", engine => Median.Of(engine.Opens.Select(open => open.AnswerMilliseconds)), 0);
        Row("  processor time, ms", engine => Median.Of(engine.Opens.Select(open => open.ProcessorMilliseconds)), 0);
        Row("same process, open to first answer, ms", engine => engine.ReopenMilliseconds is { } times ? Median.Of(times) : null);
        table.Write(writer);
        writer.WriteLine();
    }

    public void PrintCurves(string title, IReadOnlyList<Curve> curves)
    {
        string[] head = [title, "ef", "recall@10", "queries/s", "slowest", "best", "p50 us", "p99 us", "cpu us", .. curves.Count > 1 ? (string[])["ratio at this ef"] : []];
        var table = new TextTable(head);
        for (int setting = 0; setting < curves[0].Points.Count; setting++)
        {
            foreach (Curve curve in curves)
            {
                CurvePoint point = curve.Points[setting];
                double ratio = point.QueriesPerSecond / curves[^1].Points[setting].QueriesPerSecond;
                table.Add(
                [
                    curve.Engine, Number(point.Ef, 0), Number(point.Recall, 4), Number(point.QueriesPerSecond, 0), Number(point.SlowestPass, 0),
                    Number(point.BestPass, 0), Number(point.P50Microseconds, 0), Number(point.P99Microseconds, 0), Number(point.ProcessorMicroseconds, 0),
                    .. curves.Count > 1 ? (string[])[curve == curves[^1] ? "" : Number(ratio, 2)] : [],
                ]);
            }
        }

        table.Write(writer);
        writer.WriteLine();
    }

    /// <summary>Speed at the recalls at which engines are compared: by the clock, in the best pass, and by processor time.</summary>
    public void PrintTargets(IReadOnlyList<Curve> curves)
    {
        PrintTargets("queries/s at recall@10", curves, point => point.QueriesPerSecond);
        PrintTargets("  in the best pass", curves, point => point.BestPass);
        PrintTargets("queries a processor second", curves, point => 1e6 / point.ProcessorMicroseconds);
    }

    private void PrintTargets(string title, IReadOnlyList<Curve> curves, Func<CurvePoint, double> rate)
    {
        var table = new TextTable([title, .. Curve.Targets.Select(target => Number(target, 2))]);
        double?[][] rates = [.. curves.Select(curve => (double?[])[.. Curve.Targets.Select(target => curve.RateAt(target, rate))])];
        for (int i = 0; i < curves.Count; i++)
            table.Add([curves[i].Engine, .. rates[i].Select(value => Number(value, 0))]);
        if (curves.Count > 1)
            table.Add([$"{curves[0].Engine} / {curves[^1].Engine}", .. rates[0].Zip(rates[^1], (ours, theirs) => Number(ours / theirs, 2))]);
        table.Write(writer);
        writer.WriteLine();
    }

    public void PrintExact(ExactFigures exact)
    {
        PrintCurves("exact scan", [new Curve("ours", [exact.Point])]);
        Say($"exact scan: {exact.Queries} queries, wrong answers beyond ties: {exact.WrongAnswers}{(exact.WrongAnswers == 0 ? "" : "   <-- MUST BE 0")}");
        writer.WriteLine();
    }

    private static string Number(double? value, int digits) =>
        value is { } number ? number.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "-";
}

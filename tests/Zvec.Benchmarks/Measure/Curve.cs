namespace Zvec.Benchmarks.Measure;

/// <summary>The trade of an engine between recall and speed, by the settings that were measured.</summary>
internal sealed record Curve(string Name, string Family, IReadOnlyList<CurvePoint> Points)
{
    /// <summary>The recalls at which engines are compared.</summary>
    public static readonly double[] Targets = [0.90, 0.95, 0.99];

    /// <summary>The highest recall that was measured.</summary>
    public double BestRecall => Points.Max(point => point.Recall);

    /// <summary>Queries per second at a recall, between the two neighbouring settings: linear in log(rate) over log(1 − recall). Where even
    /// the smallest setting exceeds that recall, the speed of the smallest.</summary>
    /// <returns>Null when no setting reaches that recall.</returns>
    public double? RateAt(double recall, Func<CurvePoint, double> rate) => At(recall, rate);

    /// <summary>The ef at a recall, found in the same way.</summary>
    public int? EfAt(double recall) => At(recall, point => point.Ef!.Value) is { } ef ? (int)Math.Ceiling(ef) : null;

    private double? At(double recall, Func<CurvePoint, double> figure)
    {
        CurvePoint[] sorted = [.. Points.OrderBy(point => point.Recall)];
        if (sorted[0].Recall >= recall)
            return figure(sorted[0]);
        for (int i = 1; i < sorted.Length; i++)
        {
            CurvePoint below = sorted[i - 1], above = sorted[i];
            if (above.Recall < recall)
                continue;
            double share = (Missed(recall) - Missed(below.Recall)) / (Missed(above.Recall) - Missed(below.Recall));
            return Math.Exp(Math.Log(figure(below)) + (share * (Math.Log(figure(above)) - Math.Log(figure(below)))));
        }

        return null;
    }

    private static double Missed(double recall) => Math.Log(Math.Max(1e-6, 1 - recall));
}

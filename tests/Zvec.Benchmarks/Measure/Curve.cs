namespace Zvec.Benchmarks.Measure;

/// <summary>The trade of an engine between recall and speed, by the settings that were measured.</summary>
internal sealed record Curve(string Engine, IReadOnlyList<CurvePoint> Points)
{
    /// <summary>The recalls at which engines are compared.</summary>
    public static readonly double[] Targets = [0.90, 0.95, 0.99];

    /// <summary>Queries per second at a recall, between the two neighbouring settings: linear in log(rate) over log(1 − recall).</summary>
    /// <returns>Null when no setting reaches that recall, or even the smallest one exceeds it.</returns>
    public double? RateAt(double recall, Func<CurvePoint, double> rate)
    {
        CurvePoint[] sorted = [.. Points.OrderBy(point => point.Recall)];
        for (int i = 1; i < sorted.Length; i++)
        {
            CurvePoint below = sorted[i - 1], above = sorted[i];
            if (below.Recall > recall || above.Recall < recall || above.Recall <= below.Recall)
                continue;
            double share = (Missed(recall) - Missed(below.Recall)) / (Missed(above.Recall) - Missed(below.Recall));
            return Math.Exp(Math.Log(rate(below)) + (share * (Math.Log(rate(above)) - Math.Log(rate(below)))));
        }

        return null;
    }

    private static double Missed(double recall) => Math.Log(Math.Max(1e-6, 1 - recall));
}

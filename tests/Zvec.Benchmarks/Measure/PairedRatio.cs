namespace Zvec.Benchmarks.Measure;

/// <summary>How much faster one engine is than another, by rounds that ran side by side.</summary>
/// <param name="Value">The median of the rounds' ratios.</param>
/// <param name="Lowest">The smallest of them.</param>
/// <param name="Highest">The largest of them.</param>
internal sealed record PairedRatio(double Value, double Lowest, double Highest)
{
    /// <summary>At a recall, in each round between the neighbouring settings of that round.</summary>
    /// <returns>Null when one of them does not reach it.</returns>
    public static PairedRatio? At(double recall, Curve ours, Curve theirs)
    {
        int rounds = ours.Points[0].RoundRates.Count;
        double?[] ratios = [.. Enumerable.Range(0, rounds).Select(round =>
            ours.RateAt(recall, point => point.RoundRates[round]) / theirs.RateAt(recall, point => point.RoundRates[round]))];
        return ratios.Contains(null) ? null : Of(ratios.Select(ratio => ratio!.Value));
    }

    /// <summary>Of two settings that were measured side by side.</summary>
    public static PairedRatio Between(CurvePoint ours, CurvePoint theirs) =>
        Of(ours.RoundRates.Zip(theirs.RoundRates, (one, other) => one / other));

    private static PairedRatio Of(IEnumerable<double> ratios)
    {
        double[] all = [.. ratios];
        return new PairedRatio(Median.Of(all), all.Min(), all.Max());
    }
}

namespace Zvec.Benchmarks.Server;

/// <summary>How long one way to ask takes.</summary>
/// <param name="Name">The way.</param>
/// <param name="Median">The median, in microseconds.</param>
/// <param name="High">What 99 of 100 do not exceed, in microseconds.</param>
internal sealed record LatencyFigures(string Name, double Median, double High)
{
    public static LatencyFigures From(string name, IReadOnlyCollection<double> times) =>
        new(name, Percentile(times, 0.5), Percentile(times, 0.99));

    /// <summary>What a share of some figures does not exceed.</summary>
    public static double Percentile(IReadOnlyCollection<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}

namespace Zvec.Benchmarks.Writes;

/// <summary>What came of writing for some time.</summary>
/// <param name="Seconds">From the first call to the last acknowledgement.</param>
/// <param name="Microseconds">The time of each call.</param>
internal sealed record WriteTimes(double Seconds, double[] Microseconds)
{
    /// <summary>The time that so many of a hundred calls did not exceed.</summary>
    public double Percentile(int percent)
    {
        double[] sorted = [.. Microseconds.Order()];
        return sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }
}

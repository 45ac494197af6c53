namespace Zvec.Benchmarks.Measure;

/// <summary>One pass over a run of queries, one after the other from one thread.</summary>
/// <param name="Seconds">How long the pass took.</param>
/// <param name="Microseconds">How long each query took.</param>
/// <param name="Answers">The rows that each query found.</param>
internal sealed record Pass(double Seconds, double[] Microseconds, int[][] Answers)
{
    public double QueriesPerSecond => Microseconds.Length / Seconds;

    public double Quantile(double share)
    {
        double[] sorted = [.. Microseconds];
        Array.Sort(sorted);
        return sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}

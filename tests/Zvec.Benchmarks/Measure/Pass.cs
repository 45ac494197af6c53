namespace Zvec.Benchmarks.Measure;

/// <summary>One pass over a run of queries, one after the other from one thread.</summary>
/// <param name="Seconds">How long the pass took.</param>
/// <param name="ProcessorSeconds">Processor time of the process meanwhile: on a busy machine it says more than the time on the
/// clock.</param>
/// <param name="Microseconds">How long each query took.</param>
/// <param name="Answers">The rows that each query found.</param>
internal sealed record Pass(double Seconds, double ProcessorSeconds, double[] Microseconds, int[][] Answers)
{
    public double QueriesPerSecond => Microseconds.Length / Seconds;

    public double ProcessorMicrosecondsPerQuery => 1e6 * ProcessorSeconds / Microseconds.Length;

    public double Quantile(double share)
    {
        double[] sorted = [.. Microseconds];
        Array.Sort(sorted);
        return sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}

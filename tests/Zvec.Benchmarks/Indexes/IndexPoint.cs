using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Indexes;

/// <summary>An index searched with one setting.</summary>
/// <param name="Ef">Candidates of a graph; null for others.</param>
/// <param name="NProbe">Groups read; null for the default, and for others.</param>
/// <param name="Figures">What came of it.</param>
internal sealed record IndexPoint(int? Ef, int? NProbe, CurvePoint Figures)
{
    /// <summary>At the median time of a query: bursts of what others do on the machine fall on few queries, and do not show in
    /// it.</summary>
    public double QueriesPerSecond => RateOf(Figures);

    public static double RateOf(CurvePoint figures) => 1e6 / figures.P50Microseconds;
}

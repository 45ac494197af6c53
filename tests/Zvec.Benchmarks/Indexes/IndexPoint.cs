using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Indexes;

/// <summary>An index searched with one setting.</summary>
/// <param name="Ef">Candidates of a graph; null for others.</param>
/// <param name="NProbe">Groups read; null for the default, and for others.</param>
/// <param name="Figures">What came of it.</param>
internal sealed record IndexPoint(int? Ef, int? NProbe, CurvePoint Figures)
{
    /// <summary>Of the fastest round: what others do on the machine only ever takes away from it.</summary>
    public double QueriesPerSecond => Figures.RoundRates.Max();
}

namespace Zvec.Benchmarks.Indexes;

/// <summary>An index over some of the rows, searched as it comes.</summary>
internal sealed record SizePoint(int Rows, string Name, double Recall, double Microseconds);

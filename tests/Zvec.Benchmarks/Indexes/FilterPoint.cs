namespace Zvec.Benchmarks.Indexes;

/// <summary>An index searched as it comes, under a filter that some of the rows pass.</summary>
internal sealed record FilterPoint(int Percent, string Name, double Recall, double QueriesPerSecond);

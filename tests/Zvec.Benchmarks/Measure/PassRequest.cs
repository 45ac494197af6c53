namespace Zvec.Benchmarks.Measure;

/// <summary>What a pass asks for.</summary>
/// <param name="Ef">Candidates of a graph search; null for an exact scan.</param>
/// <param name="Queries">The number of queries, from the first one of the set.</param>
/// <param name="Percent">Only rows with attr below this; null for all rows.</param>
internal readonly record struct PassRequest(int? Ef, int Queries, int? Percent = null);

namespace Zvec.Benchmarks.Connector;

/// <summary>What one way to search costs.</summary>
/// <param name="Name">The way.</param>
/// <param name="Microseconds">The median time of a query.</param>
/// <param name="Bytes">The garbage of a query.</param>
/// <param name="Base">The way that it is built on; null for one that stands by itself.</param>
internal sealed record OverheadFigures(string Name, double Microseconds, double Bytes, string? Base);

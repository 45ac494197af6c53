namespace Zvec.Engine;

/// <summary>No index: every query scans all vectors and is exact. Supports every metric.</summary>
public sealed record FlatIndexOptions : VectorIndexOptions;

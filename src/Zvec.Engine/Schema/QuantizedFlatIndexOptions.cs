namespace Zvec.Engine;

/// <summary>No index but codes: every query scans the codes of all vectors, and re-scores the best with the originals. For the metrics
/// cosine, inner product and L2.</summary>
public sealed record QuantizedFlatIndexOptions : QuantizedVectorIndexOptions;

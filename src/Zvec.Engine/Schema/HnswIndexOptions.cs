namespace Zvec.Engine;

/// <summary>A graph index: Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical
/// Navigable Small World graphs", IEEE TPAMI 2018. For every metric, and without codes for <see cref="Metric.Manhattan"/> and
/// <see cref="Metric.Hamming"/>, which needs a field of bits or integers.</summary>
public sealed record HnswIndexOptions : QuantizedVectorIndexOptions
{
    /// <summary>Links that each vector keeps to others, twice as many on the lowest level: 4 to 256, 16 by default. More links
    /// cost memory and build time and raise recall.</summary>
    public int M { get; init; } = 16;

    /// <summary>Candidates examined for each vector while the graph is built: 8 to 4,096, 200 by default. More candidates make
    /// a better graph, more slowly.</summary>
    public int EfConstruction { get; init; } = 200;
}

namespace Zvec.Engine;

/// <summary>A flat index that becomes a graph by itself: a segment of up to <see cref="Threshold"/> vectors is scanned, a larger one gets
/// the graph that <see cref="HnswIndexOptions"/> describes.</summary>
public sealed record DynamicIndexOptions : QuantizedVectorIndexOptions
{
    /// <summary>The number of vectors up to which a segment is scanned: 0 or more, 10,000 by default.</summary>
    public int Threshold { get; init; } = 10_000;

    /// <summary>Links per vector of the graph; see <see cref="HnswIndexOptions.M"/>.</summary>
    public int M { get; init; } = 16;

    /// <summary>Candidates examined while the graph is built; see <see cref="HnswIndexOptions.EfConstruction"/>.</summary>
    public int EfConstruction { get; init; } = 200;
}

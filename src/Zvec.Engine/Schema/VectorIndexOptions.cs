namespace Zvec.Engine;

/// <summary>The index of a vector field: <see cref="FlatIndexOptions"/>, <see cref="QuantizedFlatIndexOptions"/>,
/// <see cref="HnswIndexOptions"/>, <see cref="IvfFlatIndexOptions"/>, <see cref="DynamicIndexOptions"/> or, for sparse vectors,
/// <see cref="SparseIndexOptions"/>.</summary>
public abstract record VectorIndexOptions
{
    private protected VectorIndexOptions()
    {
    }

    /// <summary>How nearness is measured; <see cref="Metric.Cosine"/> by default.</summary>
    public Metric Metric { get; init; } = Metric.Cosine;
}

namespace Zvec.Engine;

/// <summary>The index of a vector field: <see cref="FlatIndexOptions"/>, <see cref="QuantizedFlatIndexOptions"/>,
/// <see cref="HnswIndexOptions"/>, <see cref="IvfFlatIndexOptions"/> or <see cref="DynamicIndexOptions"/>.</summary>
public abstract record VectorIndexOptions
{
    private protected VectorIndexOptions()
    {
    }

    /// <summary>How nearness is measured; <see cref="Metric.Cosine"/> by default.</summary>
    public Metric Metric { get; init; } = Metric.Cosine;
}

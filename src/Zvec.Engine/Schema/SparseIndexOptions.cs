namespace Zvec.Engine;

/// <summary>For fields of type <see cref="VectorType.Sparse"/>: an inverted index, from each index of an element to the documents whose
/// vectors have it. Searches are exact and pass over what cannot be among the hits.</summary>
public sealed record SparseIndexOptions : VectorIndexOptions
{
    /// <summary>Asks for the index; its metric is <see cref="Metric.InnerProduct"/>.</summary>
    public SparseIndexOptions() => Metric = Metric.InnerProduct;
}

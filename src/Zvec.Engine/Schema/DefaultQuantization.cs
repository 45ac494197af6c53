namespace Zvec.Engine.Schema;

/// <summary>Chooses the codes of an index whose options do not.</summary>
internal static class DefaultQuantization
{
    /// <summary>Shorter vectors take so little memory that codes gain nothing.</summary>
    private const int FewestDimensions = 32;

    /// <summary>The options of a field's index with its codes named.</summary>
    public static VectorIndexOptions Resolve(VectorIndexOptions index, VectorType type, int dimensions) =>
        index is QuantizedVectorIndexOptions { Quantization: null } quantized
            ? quantized with { Quantization = For(index.Metric, type, dimensions) }
            : index;

    /// <summary>What a program asks for, with what it left open as the collection has it.</summary>
    public static VectorIndexOptions Resolve(VectorIndexOptions requested, VectorIndexOptions existing) =>
        requested is QuantizedVectorIndexOptions { Quantization: null } open && existing is QuantizedVectorIndexOptions known
            ? open with { Quantization = known.Quantization }
            : requested;

    /// <summary>Whether codes can tell distances of a metric: they keep inner products.</summary>
    public static bool HasCodes(Metric metric) => metric is Metric.Cosine or Metric.InnerProduct or Metric.L2;

    private static Quantization For(Metric metric, VectorType type, int dimensions) =>
        HasCodes(metric) && type == VectorType.Float32 && dimensions >= FewestDimensions ? Quantization.Int8 : Quantization.None;
}

using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Says what codes the schema asks for.</summary>
internal static class CodeForms
{
    /// <summary>The codes of a field; null for none.</summary>
    public static QuantizerForm? Of(VectorSchema vector) =>
        vector.Index is QuantizedVectorIndexOptions { Quantization: { } codes and not Quantization.None } index
            ? new QuantizerForm(codes, index.Metric, vector.Dimensions, index.Rotate)
            : null;
}

namespace Zvec.Engine.Quantizers;

/// <summary>What codes a quantizer makes.</summary>
/// <param name="Codes">The type of the codes; not <see cref="Quantization.None"/>.</param>
/// <param name="Metric">The metric that their distances approximate: cosine, inner product or L2.</param>
/// <param name="Dimensions">The number of elements of a vector.</param>
/// <param name="IsRotated">Whether vectors are turned at random before they are coded.</param>
internal readonly record struct QuantizerForm(Quantization Codes, Metric Metric, int Dimensions, bool IsRotated);

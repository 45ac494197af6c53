using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Zvec.Engine.Distance;

namespace Zvec.Engine.Quantizers;

/// <summary>Codes of 16 bits: a vector x becomes the halves cᵢ = 2¹⁵·xᵢ / max|x|, so that vectors of any length fit.</summary>
/// <remarks>
/// A code is the halves, zeros up to a multiple of four bytes, the scale and the term; see <see cref="Quantizer"/>. A query is its scale and its term, then from
/// byte 64 its elements as floats up to 2¹¹²; see <see cref="UnbiasedHalves"/>.
/// </remarks>
internal sealed class Float16Quantizer : Quantizer
{
    private const float Largest = 1 << 15;

    // kernels read 16 halves a step
    private const int StepBytes = 32;

    public Float16Quantizer(QuantizerForm form, float[] mean, ulong seed)
        : base(form, mean, seed)
    {
        int read = ((form.Dimensions * 2) + StepBytes - 1) / StepBytes * StepBytes;
        Stride = CodeStride.Of(Math.Max(read, TermsOffset + TermBytes));
        QueryBytes = QueryElements + ((form.Dimensions * sizeof(float)) + 63 & ~63);
    }

    public override int Stride { get; }

    public override int QueryBytes { get; }

    private protected override int TermsOffset => Float16Codes.TermsOffset(Form.Dimensions);

    private protected override double EncodeElements(Span<float> prepared, Span<byte> code)
    {
        Span<float> vector = prepared[..Form.Dimensions];
        float largest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(vector));
        if (largest < 1e-33f)
            return 0;
        TensorPrimitives.Multiply(vector, Largest / largest, vector);
        Span<Half> elements = MemoryMarshal.Cast<byte, Half>(code)[..vector.Length];
        TensorPrimitives.ConvertToHalf(vector, elements);

        // the elements are so exact that their product with the vector needs no look at them
        return (double)TensorPrimitives.SumOfSquares<float>(vector) * largest / Largest;
    }

    private protected override double EncodeQueryElements(ReadOnlySpan<float> prepared, Span<byte> query)
    {
        float largest = Math.Abs(TensorPrimitives.MaxMagnitude(prepared));
        if (largest < 1e-36f)
            return 0;
        Span<float> elements = MemoryMarshal.Cast<byte, float>(query.Slice(QueryElements))[..prepared.Length];
        TensorPrimitives.Multiply(prepared, 1 / largest, elements);
        TensorPrimitives.Multiply(elements, UnbiasedHalves.Correction, elements);
        return largest;
    }
}

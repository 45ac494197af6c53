using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Zvec.Engine.Quantizers;

/// <summary>Codes of 8 bits: a vector v becomes the integers cᵢ = round(vᵢ / s), with a scale of its own, s = max|vᵢ| / 127.</summary>
/// <remarks>
/// A code is the integers, zeros up to a multiple of four bytes, then two floats: s, and <see cref="Quantizer.RowTerm"/>. A query is two floats, the scale
/// times the metric's factor and the constant, then from byte 64 its elements as integers of 16 bits: it loses next to nothing.
/// </remarks>
internal sealed class Int8Quantizer : Quantizer
{
    public const int QueryElements = 64;

    // sums of products stay within 32 bits
    private const double LargestProducts = 2_000_000_000.0 / 127;

    private readonly float _factor;

    public Int8Quantizer(QuantizerForm form, float[] mean)
        : base(form, mean)
    {
        Stride = (TermsOffset(form.Dimensions) + (2 * sizeof(float)) + 63) & ~63;
        QueryBytes = QueryElements + ((form.Dimensions * sizeof(short)) + 63 & ~63);
        _factor = form.Metric == Metric.L2 ? L2Codes.Factor : ProductCodes.Factor;
    }

    public override int Stride { get; }

    public override int QueryBytes { get; }

    public static int TermsOffset(int dimensions) => (dimensions + 3) & ~3;

    private protected override void EncodePrepared(ReadOnlySpan<float> vector, Span<byte> code)
    {
        float largest = TensorPrimitives.MaxMagnitude(vector);
        float scale = Math.Abs(largest) / 127;
        Span<float> decoded = new float[vector.Length];
        for (int i = 0; i < vector.Length; i++)
        {
            int element = scale == 0 ? 0 : (int)Math.Clamp(MathF.Round(vector[i] / scale), -127, 127);
            code[i] = (byte)element;
            decoded[i] = element * scale;
        }

        Span<float> terms = MemoryMarshal.Cast<byte, float>(code.Slice(TermsOffset(vector.Length), 2 * sizeof(float)));
        terms[0] = scale;
        terms[1] = RowTerm(decoded);
    }

    private protected override void EncodePreparedQuery(ReadOnlySpan<float> vector, float constant, Span<byte> query)
    {
        double scale = Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude(vector)) / 32_767.0, TensorPrimitives.SumOfMagnitudes(vector) / LargestProducts);
        Span<short> elements = MemoryMarshal.Cast<byte, short>(query[QueryElements..]);
        for (int i = 0; i < vector.Length; i++)
            elements[i] = scale == 0 ? (short)0 : (short)Math.Round(vector[i] / scale);
        Span<float> terms = MemoryMarshal.Cast<byte, float>(query);
        terms[0] = (float)(scale * _factor);
        terms[1] = constant;
    }
}

using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Quantizers;

/// <summary>Codes of 8 bits: a vector x becomes the integers cᵢ = round(127·xᵢ / max|x|).</summary>
/// <remarks>
/// A code is the integers, zeros up to a multiple of four bytes, the scale and the term; see <see cref="Quantizer"/>. A query is its scale and its term, then from
/// byte 64 its elements as integers of 16 bits: it loses next to nothing.
/// </remarks>
internal sealed class Int8Quantizer : Quantizer
{
    private const int Largest = 127;

    // kernels read elements in steps of 32
    private const int Step = 32;

    public Int8Quantizer(QuantizerForm form, float[] mean, ulong seed)
        : base(form, mean, seed)
    {
        int read = (form.Dimensions + Step - 1) / Step * Step;
        Stride = CodeStride.Of(Math.Max(read, TermsOffset + TermBytes));
        QueryBytes = QueryElements + ((form.Dimensions * sizeof(short)) + 63 & ~63);
    }

    public override int Stride { get; }

    public override int QueryBytes { get; }

    private protected override int TermsOffset => Int8Codes.TermsOffset(Form.Dimensions);

    private protected override double EncodeElements(Span<float> prepared, Span<byte> code)
    {
        float largest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(prepared));
        if (largest < 1e-36f)
            return 0;
        Vector256<float> factor = Vector256.Create(Largest / largest);
        Vector256<float> along = default;
        Span<sbyte> elements = MemoryMarshal.Cast<byte, sbyte>(code);
        for (int i = 0; i < Form.Dimensions; i += Step)
        {
            Vector256<int> a = Round(prepared[i..]);
            Vector256<int> b = Round(prepared[(i + 8)..]);
            Vector256<int> c = Round(prepared[(i + 16)..]);
            Vector256<int> d = Round(prepared[(i + 24)..]);
            Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d)).CopyTo(elements[i..]);
        }

        return Vector256.Sum(along);

        Vector256<int> Round(ReadOnlySpan<float> values)
        {
            Vector256<float> eight = Vector256.Create(values);
            Vector256<float> rounded = Vector256.Round(eight * factor);
            along += rounded * eight;
            return Vector256.ConvertToInt32Native(rounded);
        }
    }

    private protected override double EncodeQueryElements(ReadOnlySpan<float> prepared, Span<byte> query)
        => ShortQuery.Round(prepared, Largest, MemoryMarshal.Cast<byte, short>(query[QueryElements..]));
}

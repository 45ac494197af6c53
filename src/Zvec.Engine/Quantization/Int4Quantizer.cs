using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Zvec.Engine.Distance;

namespace Zvec.Engine.Quantizers;

/// <summary>Codes of 4 bits: an element is one of the odd numbers −15 to 15, cᵢ = 2uᵢ − 15 with uᵢ = ⌊xᵢ / 2s + 8⌋ within 0 to 15.</summary>
/// <remarks>
/// <para>The step s is chosen for each vector so that the code's direction is as near to the vector's as can be: of a series of steps, each 8 % finer than the one before and
/// clipping more, the one with the greatest cos(c, x) (as Gao, Gou, Xu, Yang, Long and Wong, "Practical and Asymptotically Optimal Quantization of
/// High-Dimensional Vectors in Euclidean Space for Approximate Nearest Neighbor Search", 2024, section 3, who try all steps).</para>
/// A code is the u, four a word of 16 bits (<see cref="NibbleProducts"/>), zeros up to a multiple of four bytes, the scale, the term and 15·Σ cᵢ as an integer; see
/// <see cref="Quantizer"/>: 100 dimensions fill one cache line of 64 bytes. A query is its scale, its term and 15·Σ kᵢ, then from byte 64 its elements
/// kᵢ of 16 bits in four planes (<see cref="QueryPlanes"/>).
/// </remarks>
internal sealed class Int4Quantizer : Quantizer
{
    private const int Largest = 15;
    private const float FirstClip = 1.05f;
    private const float ClipRatio = 0.92f;
    private const int MostSteps = 24;

    // kernels read 32 words a step
    private const int StepBytes = 64;

    public Int4Quantizer(QuantizerForm form, float[] mean, ulong seed)
        : base(form, mean, seed)
    {
        int read = ((NibbleProducts.Words(form.Dimensions) * sizeof(ushort)) + StepBytes - 1) / StepBytes * StepBytes;
        Stride = CodeStride.Of(Math.Max(read, TermsOffset + TermBytes + sizeof(int)));
        QueryBytes = QueryElements + (4 * QueryPlanes.Pitch(form.Dimensions) * sizeof(short));
    }

    public override int Stride { get; }

    public override int QueryBytes { get; }

    private protected override int TermsOffset => Int4Codes.TermsOffset(Form.Dimensions);

    private protected override double EncodeElements(Span<float> prepared, Span<byte> code)
    {
        float largest = Math.Abs(TensorPrimitives.MaxMagnitude<float>(prepared));
        if (largest < 1e-36f)
            return 0;
        float step = FirstClip * largest / Largest;
        double best = 0;
        float bestStep = step;
        for (int tried = 0, worse = 0; tried < MostSteps && worse < 3; tried++, step *= ClipRatio)
        {
            double likeness = Likeness(prepared, step);
            if (likeness > best)
            {
                best = likeness;
                bestStep = step;
                worse = 0;
            }
            else
            {
                worse++;
            }
        }

        return Write(prepared, bestStep, code);
    }

    private protected override double EncodeQueryElements(ReadOnlySpan<float> prepared, Span<byte> query)
    {
        // twice the product with numbers up to 15, and 15 times the sum
        const int LargestProduct = 3 * Largest;
        Span<short> planes = MemoryMarshal.Cast<byte, short>(query[QueryElements..]);
        short[] elements = ArrayPool<short>.Shared.Rent(prepared.Length);
        elements.AsSpan(0, prepared.Length).Clear();
        double scale = ShortQuery.Round(prepared, LargestProduct, elements);
        int pitch = QueryPlanes.Pitch(Form.Dimensions);
        int sum = 0;
        for (int i = 0; i < prepared.Length; i++)
        {
            planes[((i & 3) * pitch) + (i >> 2)] = elements[i];
            sum += elements[i];
        }

        ArrayPool<short>.Shared.Return(elements);
        MemoryMarshal.Cast<byte, int>(query)[Int4Codes.QueryOffset] = Largest * sum;
        return scale;
    }

    /// <summary>⟨c, x⟩² / ‖c‖² for a step.</summary>
    private double Likeness(ReadOnlySpan<float> prepared, float step)
    {
        Vector256<float> factor = Vector256.Create(0.5f / step);
        Vector256<float> along = default, squares = default;
        int i = 0;
        for (; i < Form.Dimensions; i += 8)
        {
            Vector256<float> values = Vector256.Create(prepared[i..]);
            Vector256<float> element = (Nibbles(values, factor) * 2) - Vector256.Create(15f);
            along = Vector256.MultiplyAddEstimate(element, values, along);
            squares = Vector256.MultiplyAddEstimate(element, element, squares);
        }

        // a zero behind the last element counts as the number 1
        double product = Vector256.Sum(along);
        return product * product / (Vector256.Sum(squares) - (i - Form.Dimensions));
    }

    private double Write(ReadOnlySpan<float> prepared, float step, Span<byte> code)
    {
        Vector256<float> factor = Vector256.Create(0.5f / step);
        Vector256<float> along = default, sum = default;
        Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(code);
        for (int i = 0; i < Form.Dimensions; i += 8)
        {
            Vector256<float> values = Vector256.Create(prepared[i..]);
            Vector256<float> nibbles = Nibbles(values, factor);
            Vector256<float> elements = (nibbles * 2) - Vector256.Create(15f);
            along += elements * values;
            sum += elements;
            Vector256<int> shifted = Vector256.ConvertToInt32Native(nibbles) * Vector256.Create(1, 1 << 4, 1 << 8, 1 << 12, 1, 1 << 4, 1 << 8, 1 << 12);
            words[i / 4] = (ushort)Vector128.Sum(shifted.GetLower());
            if (i + 4 < Form.Dimensions)
                words[(i / 4) + 1] = (ushort)Vector128.Sum(shifted.GetUpper());
        }

        // a zero behind the last element counts as the number 1
        int total = (int)Vector256.Sum(sum) - ((-Form.Dimensions) & 7);
        MemoryMarshal.Cast<byte, int>(code[(TermsOffset + TermBytes)..])[0] = Largest * total;
        return Vector256.Sum(along);
    }

    private static Vector256<float> Nibbles(Vector256<float> values, Vector256<float> factor)
        => Vector256.Clamp(Vector256.Floor((values * factor) + Vector256.Create(8f)), Vector256<float>.Zero, Vector256.Create(15f));
}

using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Zvec.Engine.Distance;

namespace Zvec.Engine.Quantizers;

/// <summary>Turns vectors of <see cref="float"/> into codes, and queries into the form that a kernel compares with codes.</summary>
/// <remarks>
/// <para>A vector (for the cosine metric its direction) is taken relative to the mean μ of the segment's vectors, and then, when the form says so,
/// rotated: x. Distances of such vectors come from their inner products alone. Under L2 ‖a − b‖² = ‖a‖² + ‖b‖² − 2⟨a, b⟩. The negated
/// inner product of what was given is −⟨a + μ, b + μ⟩ = t(a) + t(b) − ⟨a, b⟩ with t(x) = −‖μ‖²/2 − ⟨x, μ⟩; for cosine ½ is added to t. So a
/// code is its elements c and two floats, a scale s and the term t(x), and for every metric the distance is t(a) + t(b) − s(a)·s(b)·⟨c(a), c(b)⟩;
/// under L2 the factor 2 is shared by the scales.</para>
/// <para>The term is that of the vector before it was coded, and the scale is s = ‖x‖²/⟨c, x⟩, so that ⟨s·c, x⟩ = ‖x‖²: what coding loses is at
/// right angles to the vector, and products are right on average (Gao and Long, "RaBitQ: Quantizing High-Dimensional Vectors with a
/// Theoretical Error Bound for Approximate Nearest Neighbor Search", 2024, section 3.2).</para>
/// Immutable; any number of threads may use one at once.
/// </remarks>
internal abstract class Quantizer
{
    /// <summary>Where the elements of an encoded query start; before them stand its scale and its term.</summary>
    public const int QueryElements = 64;

    /// <summary>Bytes of a code's scale and term.</summary>
    public const int TermBytes = 2 * sizeof(float);

    /// <summary>Floats of room behind a prepared vector, zeros, so that encoding needs no special last step.</summary>
    private protected const int Padding = 32;

    private readonly float[] _mean;
    private readonly float[] _turnedMean;
    private readonly Rotation? _rotation;
    private readonly float _largestOfMean;
    private readonly double _offset;
    private readonly double _root;

    private protected Quantizer(QuantizerForm form, float[] mean, ulong seed)
    {
        if (mean.Length != form.Dimensions)
            throw new ArgumentException($"A mean of {mean.Length} dimensions was given for {form}.", nameof(mean));
        Form = form;
        Seed = seed;
        _mean = mean;
        _turnedMean = mean;
        _largestOfMean = Math.Abs(TensorPrimitives.MaxMagnitude(mean));
        if (form.IsRotated)
        {
            _rotation = new Rotation(form.Dimensions, seed);
            _turnedMean = [.. mean];
            _rotation.Apply(_turnedMean);
        }

        double squares = 0;
        foreach (float element in mean)
            squares += (double)element * element;
        _offset = form.Metric == Metric.Cosine ? (1 - squares) / 2 : -squares / 2;
        _root = form.Metric == Metric.L2 ? Math.Sqrt(2) : 1;
    }

    public QuantizerForm Form { get; }

    /// <summary>Where the rotation's random signs come from; 0 for codes that are not rotated.</summary>
    public ulong Seed { get; }

    /// <summary>Bytes from one code to the next, a multiple of 4; see <see cref="CodeStride"/>.</summary>
    public abstract int Stride { get; }

    /// <summary>Bytes of an encoded query, a multiple of 64.</summary>
    public abstract int QueryBytes { get; }

    /// <summary>The mean of the vectors that the quantizer is for, for the cosine metric that of their directions.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>Where a code's terms stand.</summary>
    private protected abstract int TermsOffset { get; }

    /// <summary>The quantizer for vectors with a mean.</summary>
    public static Quantizer Create(QuantizerForm form, float[] mean) => Create(form, mean, form.IsRotated ? Rotation.DefaultSeed : 0);

    /// <summary>The quantizer for vectors with a mean, with the seed of its rotation.</summary>
    public static Quantizer Create(QuantizerForm form, float[] mean, ulong seed) => form.Codes switch
    {
        Quantization.Float16 => new Float16Quantizer(form, mean, seed),
        Quantization.Int8 => new Int8Quantizer(form, mean, seed),
        Quantization.Int4 => new Int4Quantizer(form, mean, seed),
        _ => throw new ZvecException(ZvecErrorCode.NotSupported, $"There are no codes of the form {form} in this version."),
    };

    /// <summary>Encodes a vector.</summary>
    /// <param name="vector">The vector as it was given; finite.</param>
    /// <param name="code">Where the code goes, <see cref="Stride"/> bytes.</param>
    public void Encode(ReadOnlySpan<float> vector, Span<byte> code)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(Form.Dimensions + Padding);
        double unit = Prepare(vector, rented);
        Span<float> prepared = rented.AsSpan(0, Form.Dimensions);
        code = code[..Stride];
        code.Clear();
        double squares = TensorPrimitives.SumOfSquares<float>(prepared);
        float term = Term(prepared, squares, unit);
        double along = EncodeElements(rented.AsSpan(0, Form.Dimensions + Padding), code);
        Span<float> terms = MemoryMarshal.Cast<byte, float>(code.Slice(TermsOffset, TermBytes));
        terms[0] = along > 0 ? FiniteDistance.From(squares / along * _root / unit) : 0;
        terms[1] = term;
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Encodes a query.</summary>
    /// <param name="vector">The query as it was given; finite.</param>
    /// <param name="query">Where it goes, <see cref="QueryBytes"/> bytes.</param>
    public void EncodeQuery(ReadOnlySpan<float> vector, Span<byte> query)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(Form.Dimensions + Padding);
        double unit = Prepare(vector, rented);
        Span<float> prepared = rented.AsSpan(0, Form.Dimensions);
        query = query[..QueryBytes];
        query.Clear();
        double scale = EncodeQueryElements(prepared, query);
        Span<float> terms = MemoryMarshal.Cast<byte, float>(query);
        terms[0] = FiniteDistance.From(scale * _root / unit);
        terms[1] = Term(prepared, TensorPrimitives.SumOfSquares<float>(prepared), unit);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Writes a code's elements.</summary>
    /// <param name="prepared">The vector, then zeros; may be overwritten.</param>
    /// <param name="code">Zeros; bytes from <see cref="TermsOffset"/> on may be written, as the terms follow.</param>
    /// <returns>The product of the elements with the vector; 0 for a vector of zeros.</returns>
    private protected abstract double EncodeElements(Span<float> prepared, Span<byte> code);

    /// <summary>Writes a query's elements.</summary>
    /// <param name="prepared">The query.</param>
    /// <param name="query">Zeros, with the terms before.</param>
    /// <returns>What the elements are to be multiplied with.</returns>
    private protected abstract double EncodeQueryElements(ReadOnlySpan<float> prepared, Span<byte> query);

    private float Term(ReadOnlySpan<float> prepared, double squares, double unit) => FiniteDistance.From(
        Form.Metric == Metric.L2 ? squares / (unit * unit) : _offset - (TensorPrimitives.Dot(prepared, _turnedMean) / unit));

    /// <summary>Takes a vector relative to the mean and rotates it.</summary>
    /// <returns>What the result was multiplied with so that squares stay within floats: a power of two, nearly always 1.</returns>
    private double Prepare(ReadOnlySpan<float> vector, float[] result)
    {
        if (vector.Length != Form.Dimensions)
            throw new ArgumentException($"A vector of {vector.Length} dimensions was given for {Form}.", nameof(vector));
        Span<float> prepared = result.AsSpan(0, vector.Length);
        result.AsSpan(vector.Length, Padding).Clear();
        double unit = 1;
        if (Form.Metric == Metric.Cosine)
        {
            Directions.Of(vector, prepared);
            TensorPrimitives.Subtract(prepared, _mean, prepared);
        }
        else
        {
            float largest = Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude(vector)), _largestOfMean);
            if (largest is 0 or (> 1e-12f and < 1e15f))
            {
                TensorPrimitives.Subtract(vector, _mean, prepared);
            }
            else
            {
                unit = Math.ScaleB(1, -Math.ILogB(largest));
                for (int i = 0; i < prepared.Length; i++)
                    prepared[i] = (float)(((double)vector[i] - _mean[i]) * unit);
            }
        }

        _rotation?.Apply(prepared);
        return unit;
    }
}

using System.Buffers;
using System.Numerics.Tensors;

namespace Zvec.Engine.Quantizers;

/// <summary>Turns vectors of <see cref="float"/> into codes, and queries into the form that a kernel compares with codes.</summary>
/// <remarks>
/// A vector x (for the cosine metric x/‖x‖) is taken relative to the mean μ of the segment's vectors, as distances under L2 do not change
/// by that, and inner products only by ⟨q, μ⟩, which is one number for a query: codes need to span the differences between vectors only.
/// Immutable; any number of threads may use one at once.
/// </remarks>
internal abstract class Quantizer
{
    private readonly float[] _mean;

    private protected Quantizer(QuantizerForm form, float[] mean)
    {
        if (mean.Length != form.Dimensions)
            throw new ArgumentException($"A mean of {mean.Length} dimensions was given for {form}.", nameof(mean));
        Form = form;
        _mean = mean;
    }

    public QuantizerForm Form { get; }

    /// <summary>Bytes from one code to the next, a multiple of 64.</summary>
    public abstract int Stride { get; }

    /// <summary>Bytes of an encoded query, a multiple of 64.</summary>
    public abstract int QueryBytes { get; }

    /// <summary>The mean of the vectors that the quantizer is for, normalized for the cosine metric.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>Half of what the products with the mean leave out of the distance of two codes; see <see cref="RowTerm"/>.</summary>
    private protected float HalfOffset => Form.Metric switch
    {
        Metric.Cosine => (1 - TensorPrimitives.SumOfSquares<float>(_mean)) / 2,
        Metric.InnerProduct => -TensorPrimitives.SumOfSquares<float>(_mean) / 2,
        _ => 0,
    };

    /// <summary>The quantizer for vectors with a mean.</summary>
    public static Quantizer Create(QuantizerForm form, float[] mean) => form.Codes switch
    {
        Quantization.Int8 when !form.IsRotated => new Int8Quantizer(form, mean),
        _ => throw new ZvecException(ZvecErrorCode.NotSupported, $"There are no codes of the form {form} in this version."),
    };

    /// <summary>Encodes a vector.</summary>
    /// <param name="vector">The vector as it was given; finite.</param>
    /// <param name="code">Where the code goes, <see cref="Stride"/> bytes.</param>
    public void Encode(ReadOnlySpan<float> vector, Span<byte> code)
    {
        using IMemoryOwner<float> rented = MemoryPool<float>.Shared.Rent(Form.Dimensions);
        Span<float> prepared = rented.Memory.Span[..Form.Dimensions];
        Normalize(vector, prepared);
        TensorPrimitives.Subtract(prepared, _mean, prepared);
        code[..Stride].Clear();
        EncodePrepared(prepared, code);
    }

    /// <summary>Encodes a query.</summary>
    /// <param name="vector">The query as it was given; finite.</param>
    /// <param name="query">Where it goes, <see cref="QueryBytes"/> bytes.</param>
    public void EncodeQuery(ReadOnlySpan<float> vector, Span<byte> query)
    {
        using IMemoryOwner<float> rented = MemoryPool<float>.Shared.Rent(Form.Dimensions);
        Span<float> prepared = rented.Memory.Span[..Form.Dimensions];
        Normalize(vector, prepared);
        float constant = 0;
        if (Form.Metric == Metric.L2)
        {
            TensorPrimitives.Subtract(prepared, _mean, prepared);
            constant = TensorPrimitives.SumOfSquares<float>(prepared);
        }
        else
        {
            constant = (Form.Metric == Metric.Cosine ? 1 : 0) - TensorPrimitives.Dot(prepared, _mean);
        }

        query[..QueryBytes].Clear();
        EncodePreparedQuery(prepared, constant, query);
    }

    private protected abstract void EncodePrepared(ReadOnlySpan<float> vector, Span<byte> code);

    private protected abstract void EncodePreparedQuery(ReadOnlySpan<float> vector, float constant, Span<byte> query);

    /// <summary>What a code keeps beside its elements, so that distances come out right: for L2 the squared norm of the decoded vector x̂, to
    /// which the mean is not added; else the products with the mean.</summary>
    private protected float RowTerm(ReadOnlySpan<float> decoded) =>
        Form.Metric == Metric.L2 ? TensorPrimitives.SumOfSquares(decoded) : HalfOffset - TensorPrimitives.Dot(decoded, _mean);

    private void Normalize(ReadOnlySpan<float> vector, Span<float> result)
    {
        if (Form.Metric != Metric.Cosine)
        {
            vector.CopyTo(result);
            return;
        }

        double squares = 0;
        foreach (float element in vector)
            squares += (double)element * element;
        if (squares == 0)
        {
            result.Clear();
            return;
        }

        double reciprocal = 1 / Math.Sqrt(squares);
        for (int i = 0; i < vector.Length; i++)
            result[i] = (float)(vector[i] * reciprocal);
    }
}

using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Where vectors are grouped: each becomes a point that is compared with centroids, under L2 or by its direction.</summary>
/// <remarks>
/// Under L2 a point is the vector, scaled so that most are no longer than 1. Under cosine it is the normalized vector, and centroids are
/// normalized too: spherical k-means (Dhillon and Modha, "Concept decompositions for large sparse text data using clustering", Machine
/// Learning 2001). For inner products, where a long vector is near to every query, a scaled vector v gets one more element, √(1 − ‖v‖²),
/// and a query one more zero, so that all points lie on a sphere and the largest inner product is the smallest angle (Bachrach and others,
/// "Speeding up the Xbox recommender system using a Euclidean transformation for inner-product spaces", RecSys 2014); from there on it is
/// the case of cosine.
/// </remarks>
/// <param name="Metric">The metric of the vectors: cosine, inner product or L2.</param>
/// <param name="Type">The type of their elements.</param>
/// <param name="VectorDimensions">The number of their elements.</param>
/// <param name="Scale">What a vector is multiplied by; 1 for the cosine metric.</param>
internal readonly record struct CentroidSpace(Metric Metric, VectorType Type, int VectorDimensions, float Scale)
{
    /// <summary>The number of elements of a point.</summary>
    public int Dimensions => Metric == Metric.InnerProduct ? VectorDimensions + 1 : VectorDimensions;

    /// <summary>Whether points are compared by direction, and not under L2.</summary>
    public bool IsSpherical => Metric != Metric.L2;

    /// <summary>The codes of the centroids, which are what a query is compared with.</summary>
    public QuantizerForm CentroidCodes =>
        new(Quantization.Int8, IsSpherical ? Metric.Cosine : Metric.L2, Dimensions, IsRotated: false);

    /// <summary>Makes the point of a vector.</summary>
    /// <param name="elements">The vector as it was given.</param>
    /// <param name="point">Where the point goes, <see cref="Dimensions"/> elements.</param>
    public void ToPoint(ReadOnlySpan<byte> elements, Span<float> point)
    {
        Convert(elements, point);
        Span<float> vector = point[..VectorDimensions];
        switch (Metric)
        {
            case Metric.Cosine:
                Normalize(vector);
                break;
            case Metric.InnerProduct:
                TensorPrimitives.Multiply(vector, Scale, vector);
                double length = Length(vector);
                if (length > 1)
                    Normalize(vector);
                point[^1] = length < 1 ? (float)Math.Sqrt(1 - (length * length)) : 0;
                break;
            default:
                TensorPrimitives.Multiply(vector, Scale, vector);
                break;
        }
    }

    /// <summary>Makes the point of a query.</summary>
    /// <param name="elements">The query's vector as it was given.</param>
    /// <param name="point">Where the point goes, <see cref="Dimensions"/> elements.</param>
    public void ToQueryPoint(ReadOnlySpan<byte> elements, Span<float> point)
    {
        if (Metric == Metric.InnerProduct)
        {
            Convert(elements, point);
            point[^1] = 0;
            Normalize(point);
        }
        else
        {
            ToPoint(elements, point);
        }
    }

    /// <summary>Scales a vector to the length 1; one of length 0 stays as it is.</summary>
    public static void Normalize(Span<float> vector)
    {
        double length = Length(vector);
        if (length == 0)
            return;
        for (int i = 0; i < vector.Length; i++)
            vector[i] = (float)(vector[i] / length);
    }

    /// <summary>The Euclidean length of a vector.</summary>
    public static double Length(ReadOnlySpan<float> vector)
    {
        float squares = TensorPrimitives.SumOfSquares(vector);
        if (squares is > 1e-30f and < 1e30f)
            return Math.Sqrt(squares);
        double sum = 0;
        foreach (float element in vector)
            sum += (double)element * element;
        return Math.Sqrt(sum);
    }

    /// <summary>The elements of a vector as floats.</summary>
    public void Convert(ReadOnlySpan<byte> elements, Span<float> result)
    {
        switch (Type)
        {
            case VectorType.Float32:
                MemoryMarshal.Cast<byte, float>(elements).CopyTo(result);
                break;
            case VectorType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(elements), result);
                break;
            default:
                for (int i = 0; i < elements.Length; i++)
                    result[i] = (sbyte)elements[i];
                break;
        }
    }
}

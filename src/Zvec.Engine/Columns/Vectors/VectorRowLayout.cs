using Zvec.Engine.Schema;

namespace Zvec.Engine.Columns;

/// <summary>How a vector lies in memory and on disk: its elements as given; for the cosine metric then one float, the reciprocal of its
/// Euclidean norm (0 for a zero vector); zeros up to a multiple of four bytes. Behind the last row lie at least 64 bytes that may be
/// read.</summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="Dimensions">The number of elements.</param>
/// <param name="HasNorm">Whether the reciprocal norm follows the elements.</param>
/// <param name="IsPadded">Whether rows end at a multiple of 64 bytes, as files of version 1 have them.</param>
internal readonly record struct VectorRowLayout(VectorType Type, int Dimensions, bool HasNorm, bool IsPadded = false)
{
    /// <summary>Bytes behind the last row that a kernel may read.</summary>
    public const int Slack = 64;

    public static VectorRowLayout For(VectorSchema schema) => new(schema.Type, schema.Dimensions, schema.Index.Metric == Metric.Cosine);

    /// <summary>Bytes that the elements take.</summary>
    public int DataBytes => Type.DataBytes(Dimensions);

    /// <summary>Where the reciprocal norm stands: at the first multiple of four behind the elements.</summary>
    public int NormOffset => (DataBytes + 3) & ~3;

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride
    {
        get
        {
            int bytes = HasNorm ? NormOffset + sizeof(float) : NormOffset;
            return IsPadded ? (bytes + 63) & ~63 : bytes;
        }
    }
}

namespace Zvec.Engine;

/// <summary>The type of a vector's elements. The numbers are part of the file format.</summary>
public enum VectorType
{
    /// <summary><see cref="float"/>.</summary>
    Float32 = 1,

    /// <summary><see cref="Half"/>.</summary>
    Float16 = 2,

    /// <summary><see cref="sbyte"/>.</summary>
    Int8 = 3,

    /// <summary>Bits, eight to a <see cref="byte"/>: dimension i is bit i % 8, the lowest being bit 0, of byte i / 8. For the metric
    /// <see cref="Metric.Hamming"/>.</summary>
    Binary = 4,

    /// <summary><see cref="float"/>, of which a vector has few: a <see cref="Zvec.Engine.SparseVector"/>.</summary>
    Sparse = 5,
}

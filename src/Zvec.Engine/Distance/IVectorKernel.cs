namespace Zvec.Engine.Distance;

/// <summary>The distance of two encoded vectors under one metric and element type; smaller is nearer, and always finite.</summary>
/// <remarks>
/// Both operands are rows in the same form: the elements, for the cosine metric then (at the first multiple of four) the reciprocal norm as a float.
/// A kernel may read up to the multiple of 64 bytes that follows, counted from the row's address; rows need no alignment. Both orders of the operands give the same bits.
/// </remarks>
internal unsafe interface IVectorKernel
{
    /// <summary>The distance in single precision, for comparing many rows.</summary>
    static abstract float Distance(byte* a, byte* b, int dimensions);

    /// <summary>The distance in double precision, for the hits that are shown.</summary>
    static abstract double ExactDistance(byte* a, byte* b, int dimensions);
}

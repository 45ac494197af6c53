namespace Zvec.Engine.Distance;

/// <summary>The distance of two encoded vectors under one metric and element type; smaller is nearer, and always finite.</summary>
/// <remarks>Queries and rows are in the same form: the elements, for the cosine metric then (at the first multiple of four) the reciprocal
/// norm as a float. Both orders of the operands give the same bits.</remarks>
internal unsafe interface IVectorKernel : IRowKernel
{
    /// <summary>The distance in double precision, for the hits that are shown.</summary>
    static abstract double ExactDistance(byte* a, byte* b, int dimensions);
}

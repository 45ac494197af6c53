using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>The cosine distance, 1 − cos(a, b). A zero vector has the reciprocal norm 0 and so the distance 1 to every vector.</summary>
/// <remarks>A reciprocal norm of NaN marks a vector so long or so short that products of floats could overflow or vanish; such distances
/// are taken in double precision.</remarks>
internal readonly unsafe struct CosineKernel<TElements> : IVectorKernel, IFourRowKernel
    where TElements : struct, IElements
{
    public static float Distance(byte* a, byte* b, int dimensions)
    {
        int norm = NormOffset(dimensions);
        float distance = 1 - (TElements.Sum<ProductTerm>(a, b, dimensions) * (*(float*)(a + norm) * *(float*)(b + norm)));
        return float.IsFinite(distance) ? distance : FiniteDistance.From(ExactDistance(a, b, dimensions));
    }

    public static float RowDistance(byte* a, byte* b, int dimensions) => Distance(a, b, dimensions);

    public static void Distances(byte* query, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => InFours<CosineKernel<TElements>>.Distances(query, rows, stride, numbers, count, distances, dimensions);

    public static void RowDistances(byte* row, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => Distances(row, rows, stride, numbers, count, distances, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FourDistances(byte* query, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        int norm = NormOffset(dimensions);
        Vector128<float> norms = Vector128.Create(*(float*)(a + norm), *(float*)(b + norm), *(float*)(c + norm), *(float*)(d + norm));
        Vector128<float> products = TElements.Sums<ProductTerm>(query, a, b, c, d, dimensions);
        return Vector128<float>.One - (products * (Vector128.Create(*(float*)(query + norm)) * norms));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FourRowDistances(byte* row, byte* a, byte* b, byte* c, byte* d, int dimensions)
        => FourDistances(row, a, b, c, d, dimensions);

    public static double ExactDistance(byte* a, byte* b, int dimensions)
    {
        // three sums rather than the stored norms, which are rounded to floats
        double squares = TElements.ExactSum<ProductTerm>(a, a, dimensions) * TElements.ExactSum<ProductTerm>(b, b, dimensions);
        return squares == 0 ? 1 : Math.Clamp(1 - (TElements.ExactSum<ProductTerm>(a, b, dimensions) / Math.Sqrt(squares)), 0, 2);
    }

    private static int NormOffset(int dimensions) => ((dimensions * TElements.Bytes) + 3) & ~3;
}

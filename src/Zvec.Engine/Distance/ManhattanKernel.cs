using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>The Manhattan distance, Σ|aᵢ − bᵢ|.</summary>
internal readonly unsafe struct ManhattanKernel<TElements> : IVectorKernel, IFourRowKernel
    where TElements : struct, IElements
{
    public static float Distance(byte* a, byte* b, int dimensions)
    {
        float distance = TElements.Sum<AbsoluteDifferenceTerm>(a, b, dimensions);
        return float.IsFinite(distance) ? distance : FiniteDistance.From(ExactDistance(a, b, dimensions));
    }

    public static float RowDistance(byte* a, byte* b, int dimensions) => Distance(a, b, dimensions);

    public static void Distances(byte* query, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => InFours<ManhattanKernel<TElements>>.Distances(query, rows, stride, numbers, count, distances, dimensions);

    public static void RowDistances(byte* row, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => Distances(row, rows, stride, numbers, count, distances, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FourDistances(byte* query, byte* a, byte* b, byte* c, byte* d, int dimensions)
        => TElements.Sums<AbsoluteDifferenceTerm>(query, a, b, c, d, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FourRowDistances(byte* row, byte* a, byte* b, byte* c, byte* d, int dimensions)
        => FourDistances(row, a, b, c, d, dimensions);

    public static double ExactDistance(byte* a, byte* b, int dimensions) => TElements.ExactSum<AbsoluteDifferenceTerm>(a, b, dimensions);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>The number of bits that differ, of vectors with eight elements to the byte.</summary>
internal readonly unsafe struct BitHammingKernel : IVectorKernel, IFourRowKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Distance(byte* a, byte* b, int dimensions) => BitDifferences.Count(a, b, Bytes(dimensions));

    public static float RowDistance(byte* a, byte* b, int dimensions) => Distance(a, b, dimensions);

    public static void Distances(byte* query, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => InFours<BitHammingKernel>.Distances(query, rows, stride, numbers, count, distances, dimensions);

    public static void RowDistances(byte* row, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => Distances(row, rows, stride, numbers, count, distances, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FourDistances(byte* query, byte* a, byte* b, byte* c, byte* d, int dimensions)
        => Vector128.ConvertToSingle(BitDifferences.Counts(query, a, b, c, d, Bytes(dimensions)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FourRowDistances(byte* row, byte* a, byte* b, byte* c, byte* d, int dimensions)
        => FourDistances(row, a, b, c, d, dimensions);

    public static double ExactDistance(byte* a, byte* b, int dimensions) => Distance(a, b, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bytes(int dimensions) => (dimensions + 7) >> 3;
}

using System.Runtime.CompilerServices;

namespace Zvec.Engine.Distance;

/// <summary>Takes rows for queries, as the building of a graph does.</summary>
internal readonly unsafe struct RowsAsQueries<TKernel> : IRowKernel
    where TKernel : struct, IRowKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Distance(byte* query, byte* row, int dimensions) => TKernel.RowDistance(query, row, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RowDistance(byte* a, byte* b, int dimensions) => TKernel.RowDistance(a, b, dimensions);

    public static void Distances(byte* query, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => TKernel.RowDistances(query, rows, stride, numbers, count, distances, dimensions);

    public static void RowDistances(byte* row, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => TKernel.RowDistances(row, rows, stride, numbers, count, distances, dimensions);
}

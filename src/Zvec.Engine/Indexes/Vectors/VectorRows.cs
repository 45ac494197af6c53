using System.Runtime.CompilerServices;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>All rows of a column, one after another in memory.</summary>
internal readonly unsafe struct VectorRows(byte* pointer, int stride, int dimensions)
{
    // The processor fetches the rest of a long row by itself once its first lines are read one after another.
    private const int PrefetchBytes = 512;

    public int Dimensions => dimensions;

    public byte* this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => pointer + ((long)row * stride);
    }

    /// <summary>Measures the distances of rows to a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RowDistances<TKernel>(byte* row, int* numbers, int count, float* distances)
        where TKernel : struct, IRowKernel
        => TKernel.RowDistances(row, pointer, stride, numbers, count, distances, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FetchSoon(int row) => Prefetch.Lines(this[row], Math.Min(stride, PrefetchBytes));
}

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

    /// <summary>The same rows, numbered from another one on.</summary>
    public VectorRows From(int row) => new(this[row], stride, dimensions);

    /// <summary>Measures the distances of rows to a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RowDistances<TKernel>(byte* row, int* numbers, int count, float* distances)
        where TKernel : struct, IRowKernel
        => TKernel.RowDistances(row, pointer, stride, numbers, count, distances, dimensions);

    /// <summary>Measures the distances of some rows to a query.</summary>
    /// <param name="query">The query, in the kernel's form.</param>
    /// <param name="numbers">The rows.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="distances">Where the distances go.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Distances<TKernel>(byte* query, int* numbers, int count, float* distances)
        where TKernel : struct, IRowKernel
        => TKernel.Distances(query, pointer, stride, numbers, count, distances, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FetchSoon(int row) => Prefetch.Lines(this[row], Math.Min(stride, PrefetchBytes));
}

using System.Runtime.CompilerServices;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>All rows of a column, one after another in memory.</summary>
internal readonly unsafe struct VectorRows(byte* pointer, int stride, int dimensions)
{
    // The processor fetches the rest of a long row by itself once its first lines are read one after another.
    private const int PrefetchBytes = 512;

    public int Dimensions => dimensions;

    public int Stride => stride;

    public byte* this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => pointer + ((long)row * stride);
    }

    /// <summary>The same rows, numbered from another one on.</summary>
    public VectorRows From(int row) => new(this[row], stride, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FetchSoon(int row) => Prefetch.Lines(this[row], Math.Min(stride, PrefetchBytes));
}

using System.Runtime.CompilerServices;

namespace Zvec.Engine.Primitives;

/// <summary>Which rows a search has seen, a bit each: few enough for the processor's nearest caches, where a byte a row would push out
/// what a walk is about to read, and quickly cleared.</summary>
internal sealed unsafe class VisitedSet : IDisposable
{
    private readonly NativeBuffer _bits;
    private readonly byte* _pointer;

    public VisitedSet(int length)
    {
        _bits = new NativeBuffer(BytesFor(length));
        _pointer = _bits.Pointer;
    }

    /// <summary>The memory that a set of so many rows takes.</summary>
    public static long BytesFor(int length) => (length >> 3) + 1;

    /// <summary>Forgets all rows.</summary>
    public void Reset() => _bits.Slice(0, (int)_bits.Length).Clear();

    /// <summary>Marks a row, which must be in range.</summary>
    /// <returns>1 when it had not been marked, else 0: a number, for branch-free counting.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Mark(int row)
    {
        byte* bits = _pointer + (row >> 3);
        int old = *bits;
        *bits = (byte)(old | (1 << (row & 7)));
        return ~old >> (row & 7) & 1;
    }

    /// <returns>1 when a row, which must be in range, is not marked, else 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IsUnmarked(int row) => ~_pointer[row >> 3] >> (row & 7) & 1;

    public void Dispose() => _bits.Dispose();
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>The form of rows of nibbles: element 4j + n is the n-th nibble, lowest first, of the j-th word of 16 bits, so that unpacking
/// takes a shift and a mask whatever the width of vectors.</summary>
internal static unsafe class NibbleProducts
{
    /// <summary>The words of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Words(int dimensions) => (dimensions + 3) >> 2;

    /// <summary>The sum of a row's elements 2u − 15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OddSum(byte* row, int dimensions)
    {
        if (Vector512.IsHardwareAccelerated)
            return OddSum512(row, dimensions);
        return Vector256.IsHardwareAccelerated ? OddSum256(row, dimensions) : OddSum128(row, dimensions);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OddSum512(byte* row, int dimensions)
    {
        Vector512<int> sum = default;
        for (nint word = 0, words = Words(dimensions); word < words; word += 32)
        {
            Vector512<short> odd = RowPlanes.Load512(row, word, 0, dimensions) + RowPlanes.Load512(row, word, 1, dimensions)
                + RowPlanes.Load512(row, word, 2, dimensions) + RowPlanes.Load512(row, word, 3, dimensions);
            sum = PairProducts.Add(sum, odd, Vector512<short>.One);
        }

        return HorizontalSum.Of(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OddSum256(byte* row, int dimensions)
    {
        Vector256<int> sum = default;
        for (nint word = 0, words = Words(dimensions); word < words; word += 16)
        {
            Vector256<short> odd = RowPlanes.Load256(row, word, 0, dimensions) + RowPlanes.Load256(row, word, 1, dimensions)
                + RowPlanes.Load256(row, word, 2, dimensions) + RowPlanes.Load256(row, word, 3, dimensions);
            sum = PairProducts.Add(sum, odd, Vector256<short>.One);
        }

        return HorizontalSum.Of(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OddSum128(byte* row, int dimensions)
    {
        Vector128<int> sum = default;
        for (nint word = 0, words = Words(dimensions); word < words; word += 8)
        {
            Vector128<short> odd = RowPlanes.Load128(row, word, 0, dimensions) + RowPlanes.Load128(row, word, 1, dimensions)
                + RowPlanes.Load128(row, word, 2, dimensions) + RowPlanes.Load128(row, word, 3, dimensions);
            sum = PairProducts.Add(sum, odd, Vector128<short>.One);
        }

        return Vector128.Sum(sum);
    }
}

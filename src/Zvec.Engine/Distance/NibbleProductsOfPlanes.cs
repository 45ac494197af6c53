using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Inner products of one operand with rows of nibbles, taken as the integers 0 to 15; see <see cref="NibbleProducts"/>. Exact
/// while sums of products stay within 32 bits.</summary>
/// <remarks>What stands behind the rows' elements is read too, and multiplied by zeros.</remarks>
internal static unsafe class NibbleProducts<TLeft>
    where TLeft : struct, INibblePlanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(byte* left, byte* row, int dimensions)
    {
        if (Vector512.IsHardwareAccelerated)
            return Sum512(left, row, dimensions);
        return Vector256.IsHardwareAccelerated ? Sum256(left, row, dimensions) : Sum128(left, row, dimensions);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Sums(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        if (Vector512.IsHardwareAccelerated)
            return Sums512(left, a, b, c, d, dimensions);
        return Vector256.IsHardwareAccelerated ? Sums256(left, a, b, c, d, dimensions) : Sums128(left, a, b, c, d, dimensions);
    }

    /// <summary>128 elements a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum512(byte* left, byte* row, int dimensions)
    {
        Vector512<int> sum = default;
        for (nint word = 0, words = NibbleProducts.Words(dimensions); word < words; word += 32)
        {
            Vector512<short> plane0 = TLeft.Load512(left, word, 0, dimensions);
            Vector512<short> plane1 = TLeft.Load512(left, word, 1, dimensions);
            Vector512<short> plane2 = TLeft.Load512(left, word, 2, dimensions);
            Vector512<short> plane3 = TLeft.Load512(left, word, 3, dimensions);
            sum = Add(sum, plane0, plane1, plane2, plane3, Vector512.Load((ushort*)row + word));
        }

        return HorizontalSum.Of(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Sums512(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector512<int> sumA = default, sumB = default, sumC = default, sumD = default;
        for (nint word = 0, words = NibbleProducts.Words(dimensions); word < words; word += 32)
        {
            Vector512<short> plane0 = TLeft.Load512(left, word, 0, dimensions);
            Vector512<short> plane1 = TLeft.Load512(left, word, 1, dimensions);
            Vector512<short> plane2 = TLeft.Load512(left, word, 2, dimensions);
            Vector512<short> plane3 = TLeft.Load512(left, word, 3, dimensions);
            sumA = Add(sumA, plane0, plane1, plane2, plane3, Vector512.Load((ushort*)a + word));
            sumB = Add(sumB, plane0, plane1, plane2, plane3, Vector512.Load((ushort*)b + word));
            sumC = Add(sumC, plane0, plane1, plane2, plane3, Vector512.Load((ushort*)c + word));
            sumD = Add(sumD, plane0, plane1, plane2, plane3, Vector512.Load((ushort*)d + word));
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Add(
        Vector512<int> sum,
        Vector512<short> plane0,
        Vector512<short> plane1,
        Vector512<short> plane2,
        Vector512<short> plane3,
        Vector512<ushort> nibbles)
    {
        Vector512<ushort> lowest = Vector512.Create((ushort)15);
        Vector512<int> even = PairProducts.Add(sum, plane0, (nibbles & lowest).AsInt16());
        even = PairProducts.Add(even, plane2, ((nibbles >>> 8) & lowest).AsInt16());
        Vector512<int> odd = PairProducts.Sum(plane1, ((nibbles >>> 4) & lowest).AsInt16());
        return even + PairProducts.Add(odd, plane3, (nibbles >>> 12).AsInt16());
    }

    /// <summary>64 elements a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum256(byte* left, byte* row, int dimensions)
    {
        Vector256<int> sum = default;
        for (nint word = 0, words = NibbleProducts.Words(dimensions); word < words; word += 16)
        {
            Vector256<short> plane0 = TLeft.Load256(left, word, 0, dimensions);
            Vector256<short> plane1 = TLeft.Load256(left, word, 1, dimensions);
            Vector256<short> plane2 = TLeft.Load256(left, word, 2, dimensions);
            Vector256<short> plane3 = TLeft.Load256(left, word, 3, dimensions);
            sum = Add(sum, plane0, plane1, plane2, plane3, Vector256.Load((ushort*)row + word));
        }

        return HorizontalSum.Of(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Sums256(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector256<int> sumA = default, sumB = default, sumC = default, sumD = default;
        for (nint word = 0, words = NibbleProducts.Words(dimensions); word < words; word += 16)
        {
            Vector256<short> plane0 = TLeft.Load256(left, word, 0, dimensions);
            Vector256<short> plane1 = TLeft.Load256(left, word, 1, dimensions);
            Vector256<short> plane2 = TLeft.Load256(left, word, 2, dimensions);
            Vector256<short> plane3 = TLeft.Load256(left, word, 3, dimensions);
            sumA = Add(sumA, plane0, plane1, plane2, plane3, Vector256.Load((ushort*)a + word));
            sumB = Add(sumB, plane0, plane1, plane2, plane3, Vector256.Load((ushort*)b + word));
            sumC = Add(sumC, plane0, plane1, plane2, plane3, Vector256.Load((ushort*)c + word));
            sumD = Add(sumD, plane0, plane1, plane2, plane3, Vector256.Load((ushort*)d + word));
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Add(
        Vector256<int> sum,
        Vector256<short> plane0,
        Vector256<short> plane1,
        Vector256<short> plane2,
        Vector256<short> plane3,
        Vector256<ushort> nibbles)
    {
        Vector256<ushort> lowest = Vector256.Create((ushort)15);
        Vector256<int> even = PairProducts.Add(sum, plane0, (nibbles & lowest).AsInt16());
        even = PairProducts.Add(even, plane2, ((nibbles >>> 8) & lowest).AsInt16());
        Vector256<int> odd = PairProducts.Sum(plane1, ((nibbles >>> 4) & lowest).AsInt16());
        return even + PairProducts.Add(odd, plane3, (nibbles >>> 12).AsInt16());
    }

    /// <summary>32 elements a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum128(byte* left, byte* row, int dimensions)
    {
        Vector128<int> sum = default;
        for (nint word = 0, words = NibbleProducts.Words(dimensions); word < words; word += 8)
        {
            Vector128<short> plane0 = TLeft.Load128(left, word, 0, dimensions);
            Vector128<short> plane1 = TLeft.Load128(left, word, 1, dimensions);
            Vector128<short> plane2 = TLeft.Load128(left, word, 2, dimensions);
            Vector128<short> plane3 = TLeft.Load128(left, word, 3, dimensions);
            sum = Add(sum, plane0, plane1, plane2, plane3, Vector128.Load((ushort*)row + word));
        }

        return Vector128.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Sums128(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector128<int> sumA = default, sumB = default, sumC = default, sumD = default;
        for (nint word = 0, words = NibbleProducts.Words(dimensions); word < words; word += 8)
        {
            Vector128<short> plane0 = TLeft.Load128(left, word, 0, dimensions);
            Vector128<short> plane1 = TLeft.Load128(left, word, 1, dimensions);
            Vector128<short> plane2 = TLeft.Load128(left, word, 2, dimensions);
            Vector128<short> plane3 = TLeft.Load128(left, word, 3, dimensions);
            sumA = Add(sumA, plane0, plane1, plane2, plane3, Vector128.Load((ushort*)a + word));
            sumB = Add(sumB, plane0, plane1, plane2, plane3, Vector128.Load((ushort*)b + word));
            sumC = Add(sumC, plane0, plane1, plane2, plane3, Vector128.Load((ushort*)c + word));
            sumD = Add(sumD, plane0, plane1, plane2, plane3, Vector128.Load((ushort*)d + word));
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Add(
        Vector128<int> sum,
        Vector128<short> plane0,
        Vector128<short> plane1,
        Vector128<short> plane2,
        Vector128<short> plane3,
        Vector128<ushort> nibbles)
    {
        Vector128<ushort> lowest = Vector128.Create((ushort)15);
        Vector128<int> even = PairProducts.Add(sum, plane0, (nibbles & lowest).AsInt16());
        even = PairProducts.Add(even, plane2, ((nibbles >>> 8) & lowest).AsInt16());
        Vector128<int> odd = PairProducts.Sum(plane1, ((nibbles >>> 4) & lowest).AsInt16());
        return even + PairProducts.Add(odd, plane3, (nibbles >>> 12).AsInt16());
    }
}

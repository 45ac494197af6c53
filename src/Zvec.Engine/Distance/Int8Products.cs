using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Inner products of one operand with rows of <see cref="sbyte"/>. With four rows at once, what is read of the operand serves all
/// four, and their additions overlap. Exact while sums of products stay within 32 bits.</summary>
/// <remarks>What stands behind the rows' elements is read too, and multiplied by zeros.</remarks>
internal static unsafe class Int8Products<TLeft>
    where TLeft : struct, IShortLanes
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

    /// <summary>32 elements a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum512(byte* left, byte* row, int dimensions)
    {
        Vector512<int> sum0 = default, sum1 = default;
        nint i = 0;
        for (; i <= dimensions - 64; i += 64)
        {
            sum0 = PairProducts.Add(sum0, TLeft.Load512(left, i), Int8Lanes.Load512(row, i));
            sum1 = PairProducts.Add(sum1, TLeft.Load512(left, i + 32), Int8Lanes.Load512(row, i + 32));
        }

        if (i <= dimensions - 32)
        {
            sum0 = PairProducts.Add(sum0, TLeft.Load512(left, i), Int8Lanes.Load512(row, i));
            i += 32;
        }

        if (i < dimensions)
            sum1 = PairProducts.Add(sum1, TLeft.Load512(left, i) & Inside512(dimensions - i), Int8Lanes.Load512(row, i));
        return HorizontalSum.Of(sum0 + sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Sums512(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector512<int> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= dimensions - 32; i += 32)
        {
            Vector512<short> elements = TLeft.Load512(left, i);
            sumA = PairProducts.Add(sumA, elements, Int8Lanes.Load512(a, i));
            sumB = PairProducts.Add(sumB, elements, Int8Lanes.Load512(b, i));
            sumC = PairProducts.Add(sumC, elements, Int8Lanes.Load512(c, i));
            sumD = PairProducts.Add(sumD, elements, Int8Lanes.Load512(d, i));
        }

        if (i < dimensions)
        {
            Vector512<short> elements = TLeft.Load512(left, i) & Inside512(dimensions - i);
            sumA = PairProducts.Add(sumA, elements, Int8Lanes.Load512(a, i));
            sumB = PairProducts.Add(sumB, elements, Int8Lanes.Load512(b, i));
            sumC = PairProducts.Add(sumC, elements, Int8Lanes.Load512(c, i));
            sumD = PairProducts.Add(sumD, elements, Int8Lanes.Load512(d, i));
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    private static Vector512<short> Inside512(nint count)
        => Vector512.LessThan(Vector512<short>.Indices, Vector512.Create((short)count));

    /// <summary>16 elements a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum256(byte* left, byte* row, int dimensions)
    {
        Vector256<int> sum0 = default, sum1 = default;
        nint i = 0;
        for (; i <= dimensions - 32; i += 32)
        {
            sum0 = PairProducts.Add(sum0, TLeft.Load256(left, i), Int8Lanes.Load256(row, i));
            sum1 = PairProducts.Add(sum1, TLeft.Load256(left, i + 16), Int8Lanes.Load256(row, i + 16));
        }

        if (i <= dimensions - 16)
        {
            sum0 = PairProducts.Add(sum0, TLeft.Load256(left, i), Int8Lanes.Load256(row, i));
            i += 16;
        }

        if (i < dimensions)
            sum1 = PairProducts.Add(sum1, TLeft.Load256(left, i) & Inside256(dimensions - i), Int8Lanes.Load256(row, i));
        return HorizontalSum.Of(sum0 + sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Sums256(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector256<int> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            Vector256<short> elements = TLeft.Load256(left, i);
            sumA = PairProducts.Add(sumA, elements, Int8Lanes.Load256(a, i));
            sumB = PairProducts.Add(sumB, elements, Int8Lanes.Load256(b, i));
            sumC = PairProducts.Add(sumC, elements, Int8Lanes.Load256(c, i));
            sumD = PairProducts.Add(sumD, elements, Int8Lanes.Load256(d, i));
        }

        if (i < dimensions)
        {
            Vector256<short> elements = TLeft.Load256(left, i) & Inside256(dimensions - i);
            sumA = PairProducts.Add(sumA, elements, Int8Lanes.Load256(a, i));
            sumB = PairProducts.Add(sumB, elements, Int8Lanes.Load256(b, i));
            sumC = PairProducts.Add(sumC, elements, Int8Lanes.Load256(c, i));
            sumD = PairProducts.Add(sumD, elements, Int8Lanes.Load256(d, i));
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    private static Vector256<short> Inside256(nint count)
        => Vector256.LessThan(Vector256<short>.Indices, Vector256.Create((short)count));

    /// <summary>8 elements a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum128(byte* left, byte* row, int dimensions)
    {
        Vector128<int> sum0 = default, sum1 = default;
        nint i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            sum0 = PairProducts.Add(sum0, TLeft.Load128(left, i), Int8Lanes.Load128(row, i));
            sum1 = PairProducts.Add(sum1, TLeft.Load128(left, i + 8), Int8Lanes.Load128(row, i + 8));
        }

        if (i <= dimensions - 8)
        {
            sum0 = PairProducts.Add(sum0, TLeft.Load128(left, i), Int8Lanes.Load128(row, i));
            i += 8;
        }

        if (i < dimensions)
            sum1 = PairProducts.Add(sum1, TLeft.Load128(left, i) & Inside128(dimensions - i), Int8Lanes.Load128(row, i));
        return Vector128.Sum(sum0 + sum1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Sums128(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector128<int> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= dimensions - 8; i += 8)
        {
            Vector128<short> elements = TLeft.Load128(left, i);
            sumA = PairProducts.Add(sumA, elements, Int8Lanes.Load128(a, i));
            sumB = PairProducts.Add(sumB, elements, Int8Lanes.Load128(b, i));
            sumC = PairProducts.Add(sumC, elements, Int8Lanes.Load128(c, i));
            sumD = PairProducts.Add(sumD, elements, Int8Lanes.Load128(d, i));
        }

        if (i < dimensions)
        {
            Vector128<short> elements = TLeft.Load128(left, i) & Inside128(dimensions - i);
            sumA = PairProducts.Add(sumA, elements, Int8Lanes.Load128(a, i));
            sumB = PairProducts.Add(sumB, elements, Int8Lanes.Load128(b, i));
            sumC = PairProducts.Add(sumC, elements, Int8Lanes.Load128(c, i));
            sumD = PairProducts.Add(sumD, elements, Int8Lanes.Load128(d, i));
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    private static Vector128<short> Inside128(nint count)
        => Vector128.LessThan(Vector128<short>.Indices, Vector128.Create((short)count));
}

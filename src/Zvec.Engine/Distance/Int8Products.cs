using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Inner products of one operand with four rows of <see cref="sbyte"/>: what is read of the operand serves all four, and their
/// additions overlap. Exact while products stay within 32 bits.</summary>
internal static unsafe class Int8Products<TLeft>
    where TLeft : struct, IShortLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Sums(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        if (Vector512.IsHardwareAccelerated)
            return Sums512(left, a, b, c, d, dimensions);
        return Vector256.IsHardwareAccelerated ? Sums256(left, a, b, c, d, dimensions) : Sums128(left, a, b, c, d, dimensions);
    }

    /// <summary>32 elements a step.</summary>
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
            // what stands behind the rows' elements is multiplied by zeros
            Vector512<short> inside = Vector512.LessThan(Vector512<short>.Indices, Vector512.Create((short)(dimensions - (int)i)));
            Vector512<short> elements = TLeft.Load512(left, i) & inside;
            sumA = PairProducts.Add(sumA, elements, Int8Lanes.Load512(a, i));
            sumB = PairProducts.Add(sumB, elements, Int8Lanes.Load512(b, i));
            sumC = PairProducts.Add(sumC, elements, Int8Lanes.Load512(c, i));
            sumD = PairProducts.Add(sumD, elements, Int8Lanes.Load512(d, i));
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    /// <summary>16 elements a step.</summary>
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
            // what stands behind the rows' elements is multiplied by zeros
            Vector256<short> inside = Vector256.LessThan(Vector256<short>.Indices, Vector256.Create((short)(dimensions - (int)i)));
            Vector256<short> elements = TLeft.Load256(left, i) & inside;
            sumA = PairProducts.Add(sumA, elements, Int8Lanes.Load256(a, i));
            sumB = PairProducts.Add(sumB, elements, Int8Lanes.Load256(b, i));
            sumC = PairProducts.Add(sumC, elements, Int8Lanes.Load256(c, i));
            sumD = PairProducts.Add(sumD, elements, Int8Lanes.Load256(d, i));
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    /// <summary>8 elements a step.</summary>
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
            // what stands behind the rows' elements is multiplied by zeros
            Vector128<short> inside = Vector128.LessThan(Vector128<short>.Indices, Vector128.Create((short)(dimensions - (int)i)));
            Vector128<short> elements = TLeft.Load128(left, i) & inside;
            sumA = PairProducts.Add(sumA, elements, Int8Lanes.Load128(a, i));
            sumB = PairProducts.Add(sumB, elements, Int8Lanes.Load128(b, i));
            sumC = PairProducts.Add(sumC, elements, Int8Lanes.Load128(c, i));
            sumD = PairProducts.Add(sumD, elements, Int8Lanes.Load128(d, i));
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }
}

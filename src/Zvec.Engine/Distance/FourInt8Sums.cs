using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Sums a term over one vector of <see cref="sbyte"/> and each of four others: what is read of the one serves all four, and their
/// additions overlap.</summary>
internal static unsafe class FourInt8Sums<TTerm>
    where TTerm : struct, ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Of(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        if (Vector512.IsHardwareAccelerated)
            return Of512(left, a, b, c, d, dimensions);
        return Vector256.IsHardwareAccelerated ? Of256(left, a, b, c, d, dimensions) : Of128(left, a, b, c, d, dimensions);
    }

    /// <summary>32 elements a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Of512(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector512<int> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= dimensions - 32; i += 32)
        {
            Vector512<short> elements = Int8Lanes.Load512(left, i);
            sumA = TTerm.Add(sumA, elements, Int8Lanes.Load512(a, i));
            sumB = TTerm.Add(sumB, elements, Int8Lanes.Load512(b, i));
            sumC = TTerm.Add(sumC, elements, Int8Lanes.Load512(c, i));
            sumD = TTerm.Add(sumD, elements, Int8Lanes.Load512(d, i));
        }

        if (i < dimensions)
        {
            Vector512<short> inside = Vector512.LessThan(Vector512<short>.Indices, Vector512.Create((short)(dimensions - (int)i)));
            Vector512<short> elements = Int8Lanes.Load512(left, i) & inside;
            sumA = TTerm.Add(sumA, elements, Int8Lanes.Load512(a, i) & inside);
            sumB = TTerm.Add(sumB, elements, Int8Lanes.Load512(b, i) & inside);
            sumC = TTerm.Add(sumC, elements, Int8Lanes.Load512(c, i) & inside);
            sumD = TTerm.Add(sumD, elements, Int8Lanes.Load512(d, i) & inside);
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    /// <summary>16 elements a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Of256(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector256<int> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            Vector256<short> elements = Int8Lanes.Load256(left, i);
            sumA = TTerm.Add(sumA, elements, Int8Lanes.Load256(a, i));
            sumB = TTerm.Add(sumB, elements, Int8Lanes.Load256(b, i));
            sumC = TTerm.Add(sumC, elements, Int8Lanes.Load256(c, i));
            sumD = TTerm.Add(sumD, elements, Int8Lanes.Load256(d, i));
        }

        if (i < dimensions)
        {
            Vector256<short> inside = Vector256.LessThan(Vector256<short>.Indices, Vector256.Create((short)(dimensions - (int)i)));
            Vector256<short> elements = Int8Lanes.Load256(left, i) & inside;
            sumA = TTerm.Add(sumA, elements, Int8Lanes.Load256(a, i) & inside);
            sumB = TTerm.Add(sumB, elements, Int8Lanes.Load256(b, i) & inside);
            sumC = TTerm.Add(sumC, elements, Int8Lanes.Load256(c, i) & inside);
            sumD = TTerm.Add(sumD, elements, Int8Lanes.Load256(d, i) & inside);
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    /// <summary>8 elements a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Of128(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector128<int> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= dimensions - 8; i += 8)
        {
            Vector128<short> elements = Int8Lanes.Load128(left, i);
            sumA = TTerm.Add(sumA, elements, Int8Lanes.Load128(a, i));
            sumB = TTerm.Add(sumB, elements, Int8Lanes.Load128(b, i));
            sumC = TTerm.Add(sumC, elements, Int8Lanes.Load128(c, i));
            sumD = TTerm.Add(sumD, elements, Int8Lanes.Load128(d, i));
        }

        if (i < dimensions)
        {
            Vector128<short> inside = Vector128.LessThan(Vector128<short>.Indices, Vector128.Create((short)(dimensions - (int)i)));
            Vector128<short> elements = Int8Lanes.Load128(left, i) & inside;
            sumA = TTerm.Add(sumA, elements, Int8Lanes.Load128(a, i) & inside);
            sumB = TTerm.Add(sumB, elements, Int8Lanes.Load128(b, i) & inside);
            sumC = TTerm.Add(sumC, elements, Int8Lanes.Load128(c, i) & inside);
            sumD = TTerm.Add(sumD, elements, Int8Lanes.Load128(d, i) & inside);
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }
}

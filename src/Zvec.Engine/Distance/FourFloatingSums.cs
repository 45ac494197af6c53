using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Sums a term over one vector and each of four others: what is read of the one serves all four, and their additions overlap.</summary>
internal static unsafe class FourFloatingSums<TLeft, TRight, TTerm>
    where TLeft : struct, IFloatingElements
    where TRight : struct, IFloatingElements
    where TTerm : struct, ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        if (Vector512.IsHardwareAccelerated)
            return Of512(left, a, b, c, d, dimensions);
        return Vector256.IsHardwareAccelerated ? Of256(left, a, b, c, d, dimensions) : Of128(left, a, b, c, d, dimensions);
    }

    /// <summary>16 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of512(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector512<float> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            Vector512<float> elements = TLeft.Load512(left, i);
            sumA = TTerm.Add(sumA, elements, TRight.Load512(a, i));
            sumB = TTerm.Add(sumB, elements, TRight.Load512(b, i));
            sumC = TTerm.Add(sumC, elements, TRight.Load512(c, i));
            sumD = TTerm.Add(sumD, elements, TRight.Load512(d, i));
        }

        if (i < dimensions)
        {
            Vector512<float> inside = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(dimensions - (int)i)).AsSingle();
            Vector512<float> elements = TLeft.Load512(left, i) & inside;
            sumA = TTerm.Add(sumA, elements, TRight.Load512(a, i) & inside);
            sumB = TTerm.Add(sumB, elements, TRight.Load512(b, i) & inside);
            sumC = TTerm.Add(sumC, elements, TRight.Load512(c, i) & inside);
            sumD = TTerm.Add(sumD, elements, TRight.Load512(d, i) & inside);
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    /// <summary>8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of256(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector256<float> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= dimensions - 8; i += 8)
        {
            Vector256<float> elements = TLeft.Load256(left, i);
            sumA = TTerm.Add(sumA, elements, TRight.Load256(a, i));
            sumB = TTerm.Add(sumB, elements, TRight.Load256(b, i));
            sumC = TTerm.Add(sumC, elements, TRight.Load256(c, i));
            sumD = TTerm.Add(sumD, elements, TRight.Load256(d, i));
        }

        if (i < dimensions)
        {
            Vector256<float> inside = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(dimensions - (int)i)).AsSingle();
            Vector256<float> elements = TLeft.Load256(left, i) & inside;
            sumA = TTerm.Add(sumA, elements, TRight.Load256(a, i) & inside);
            sumB = TTerm.Add(sumB, elements, TRight.Load256(b, i) & inside);
            sumC = TTerm.Add(sumC, elements, TRight.Load256(c, i) & inside);
            sumD = TTerm.Add(sumD, elements, TRight.Load256(d, i) & inside);
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }

    /// <summary>4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of128(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector128<float> sumA = default, sumB = default, sumC = default, sumD = default;
        nint i = 0;
        for (; i <= dimensions - 4; i += 4)
        {
            Vector128<float> elements = TLeft.Load128(left, i);
            sumA = TTerm.Add(sumA, elements, TRight.Load128(a, i));
            sumB = TTerm.Add(sumB, elements, TRight.Load128(b, i));
            sumC = TTerm.Add(sumC, elements, TRight.Load128(c, i));
            sumD = TTerm.Add(sumD, elements, TRight.Load128(d, i));
        }

        if (i < dimensions)
        {
            Vector128<float> inside = Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(dimensions - (int)i)).AsSingle();
            Vector128<float> elements = TLeft.Load128(left, i) & inside;
            sumA = TTerm.Add(sumA, elements, TRight.Load128(a, i) & inside);
            sumB = TTerm.Add(sumB, elements, TRight.Load128(b, i) & inside);
            sumC = TTerm.Add(sumC, elements, TRight.Load128(c, i) & inside);
            sumD = TTerm.Add(sumD, elements, TRight.Load128(d, i) & inside);
        }

        return HorizontalSum.Of(sumA, sumB, sumC, sumD);
    }
}

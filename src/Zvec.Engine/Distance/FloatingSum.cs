using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Sums a term over two vectors of floating-point elements: four accumulators of 16, 8 or 4 lanes, and a masked step for the last
/// elements.</summary>
internal static unsafe class FloatingSum<TLeft, TRight, TTerm>
    where TLeft : struct, IFloatingElements
    where TRight : struct, IFloatingElements
    where TTerm : struct, ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(byte* a, byte* b, int dimensions)
    {
        if (Vector512.IsHardwareAccelerated)
            return Sum512(a, b, dimensions);
        if (Vector256.IsHardwareAccelerated)
            return Sum256(a, b, dimensions);
        return Vector128.IsHardwareAccelerated ? Sum128(a, b, dimensions) : (float)ExactSum(a, b, dimensions);
    }

    /// <summary>Sixteen lanes.</summary>
    public static float Sum512(byte* a, byte* b, int dimensions)
    {
        Vector512<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        nint i = 0;
        for (; i <= dimensions - 64; i += 64)
        {
            sum0 = TTerm.Add(sum0, TLeft.Load512(a, i), TRight.Load512(b, i));
            sum1 = TTerm.Add(sum1, TLeft.Load512(a, i + 16), TRight.Load512(b, i + 16));
            sum2 = TTerm.Add(sum2, TLeft.Load512(a, i + 32), TRight.Load512(b, i + 32));
            sum3 = TTerm.Add(sum3, TLeft.Load512(a, i + 48), TRight.Load512(b, i + 48));
        }

        if (i <= dimensions - 32)
        {
            sum0 = TTerm.Add(sum0, TLeft.Load512(a, i), TRight.Load512(b, i));
            sum1 = TTerm.Add(sum1, TLeft.Load512(a, i + 16), TRight.Load512(b, i + 16));
            i += 32;
        }

        if (i <= dimensions - 16)
        {
            sum2 = TTerm.Add(sum2, TLeft.Load512(a, i), TRight.Load512(b, i));
            i += 16;
        }

        if (i < dimensions)
        {
            Vector512<float> inside = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(dimensions - (int)i)).AsSingle();
            sum3 = TTerm.Add(sum3, TLeft.Load512(a, i) & inside, TRight.Load512(b, i) & inside);
        }

        return HorizontalSum.Of((sum0 + sum1) + (sum2 + sum3));
    }

    /// <summary>Eight lanes.</summary>
    public static float Sum256(byte* a, byte* b, int dimensions)
    {
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        nint i = 0;
        for (; i <= dimensions - 32; i += 32)
        {
            sum0 = TTerm.Add(sum0, TLeft.Load256(a, i), TRight.Load256(b, i));
            sum1 = TTerm.Add(sum1, TLeft.Load256(a, i + 8), TRight.Load256(b, i + 8));
            sum2 = TTerm.Add(sum2, TLeft.Load256(a, i + 16), TRight.Load256(b, i + 16));
            sum3 = TTerm.Add(sum3, TLeft.Load256(a, i + 24), TRight.Load256(b, i + 24));
        }

        for (; i <= dimensions - 8; i += 8)
            sum0 = TTerm.Add(sum0, TLeft.Load256(a, i), TRight.Load256(b, i));
        if (i < dimensions)
        {
            Vector256<float> inside = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(dimensions - (int)i)).AsSingle();
            sum3 = TTerm.Add(sum3, TLeft.Load256(a, i) & inside, TRight.Load256(b, i) & inside);
        }

        return HorizontalSum.Of((sum0 + sum1) + (sum2 + sum3));
    }

    /// <summary>Four lanes.</summary>
    public static float Sum128(byte* a, byte* b, int dimensions)
    {
        Vector128<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        nint i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            sum0 = TTerm.Add(sum0, TLeft.Load128(a, i), TRight.Load128(b, i));
            sum1 = TTerm.Add(sum1, TLeft.Load128(a, i + 4), TRight.Load128(b, i + 4));
            sum2 = TTerm.Add(sum2, TLeft.Load128(a, i + 8), TRight.Load128(b, i + 8));
            sum3 = TTerm.Add(sum3, TLeft.Load128(a, i + 12), TRight.Load128(b, i + 12));
        }

        for (; i <= dimensions - 4; i += 4)
            sum0 = TTerm.Add(sum0, TLeft.Load128(a, i), TRight.Load128(b, i));
        if (i < dimensions)
        {
            Vector128<float> inside = Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(dimensions - (int)i)).AsSingle();
            sum3 = TTerm.Add(sum3, TLeft.Load128(a, i) & inside, TRight.Load128(b, i) & inside);
        }

        return Vector128.Sum((sum0 + sum1) + (sum2 + sum3));
    }

    /// <summary>One element at a time in double precision, in four sums so that additions overlap. Also what runs where there are no
    /// vectors at all.</summary>
    public static double ExactSum(byte* a, byte* b, int dimensions)
    {
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        int i = 0;
        for (; i <= dimensions - 4; i += 4)
        {
            sum0 = TTerm.Add(sum0, TLeft.Element(a, i), TRight.Element(b, i));
            sum1 = TTerm.Add(sum1, TLeft.Element(a, i + 1), TRight.Element(b, i + 1));
            sum2 = TTerm.Add(sum2, TLeft.Element(a, i + 2), TRight.Element(b, i + 2));
            sum3 = TTerm.Add(sum3, TLeft.Element(a, i + 3), TRight.Element(b, i + 3));
        }

        for (; i < dimensions; i++)
            sum0 = TTerm.Add(sum0, TLeft.Element(a, i), TRight.Element(b, i));
        return (sum0 + sum1) + (sum2 + sum3);
    }
}

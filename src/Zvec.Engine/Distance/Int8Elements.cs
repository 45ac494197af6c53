using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Elements of type <see cref="sbyte"/>. Sums are exact: widened to 16 bits, multiplied into 32; 33,000 dimensions fit.</summary>
internal readonly unsafe struct Int8Elements : IElements
{
    public static int Bytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm
    {
        if (Vector512.IsHardwareAccelerated)
            return Sum512<TTerm>(a, b, dimensions);
        if (Vector256.IsHardwareAccelerated)
            return Sum256<TTerm>(a, b, dimensions);
        return Vector128.IsHardwareAccelerated ? Sum128<TTerm>(a, b, dimensions) : (float)ExactSum<TTerm>(a, b, dimensions);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums<TTerm>(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
        where TTerm : struct, ITerm
        => Vector128.ConvertToSingle(FourInt8Sums<TTerm>.Of(left, a, b, c, d, dimensions));

    public static double ExactSum<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm
    {
        double sum = 0;
        for (int i = 0; i < dimensions; i++)
            sum = TTerm.Add(sum, ((sbyte*)a)[i], ((sbyte*)b)[i]);
        return sum;
    }

    /// <summary>32 elements a step.</summary>
    public static int Sum512<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm
    {
        Vector512<int> sum0 = default, sum1 = default;
        nint i = 0;
        for (; i <= dimensions - 64; i += 64)
        {
            sum0 = TTerm.Add(sum0, Int8Lanes.Load512(a, i), Int8Lanes.Load512(b, i));
            sum1 = TTerm.Add(sum1, Int8Lanes.Load512(a, i + 32), Int8Lanes.Load512(b, i + 32));
        }

        if (i <= dimensions - 32)
        {
            sum0 = TTerm.Add(sum0, Int8Lanes.Load512(a, i), Int8Lanes.Load512(b, i));
            i += 32;
        }

        if (i < dimensions)
        {
            Vector512<short> inside = Vector512.LessThan(Vector512<short>.Indices, Vector512.Create((short)(dimensions - (int)i)));
            sum1 = TTerm.Add(sum1, Int8Lanes.Load512(a, i) & inside, Int8Lanes.Load512(b, i) & inside);
        }

        return HorizontalSum.Of(sum0 + sum1);
    }

    /// <summary>16 elements a step.</summary>
    public static int Sum256<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm
    {
        Vector256<int> sum0 = default, sum1 = default;
        nint i = 0;
        for (; i <= dimensions - 32; i += 32)
        {
            sum0 = TTerm.Add(sum0, Int8Lanes.Load256(a, i), Int8Lanes.Load256(b, i));
            sum1 = TTerm.Add(sum1, Int8Lanes.Load256(a, i + 16), Int8Lanes.Load256(b, i + 16));
        }

        if (i <= dimensions - 16)
        {
            sum0 = TTerm.Add(sum0, Int8Lanes.Load256(a, i), Int8Lanes.Load256(b, i));
            i += 16;
        }

        if (i < dimensions)
        {
            Vector256<short> inside = Vector256.LessThan(Vector256<short>.Indices, Vector256.Create((short)(dimensions - (int)i)));
            sum1 = TTerm.Add(sum1, Int8Lanes.Load256(a, i) & inside, Int8Lanes.Load256(b, i) & inside);
        }

        return HorizontalSum.Of(sum0 + sum1);
    }

    /// <summary>8 elements a step.</summary>
    public static int Sum128<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm
    {
        Vector128<int> sum0 = default, sum1 = default;
        nint i = 0;
        for (; i <= dimensions - 16; i += 16)
        {
            sum0 = TTerm.Add(sum0, Int8Lanes.Load128(a, i), Int8Lanes.Load128(b, i));
            sum1 = TTerm.Add(sum1, Int8Lanes.Load128(a, i + 8), Int8Lanes.Load128(b, i + 8));
        }

        if (i <= dimensions - 8)
        {
            sum0 = TTerm.Add(sum0, Int8Lanes.Load128(a, i), Int8Lanes.Load128(b, i));
            i += 8;
        }

        if (i < dimensions)
        {
            Vector128<short> inside = Vector128.LessThan(Vector128<short>.Indices, Vector128.Create((short)(dimensions - (int)i)));
            sum1 = TTerm.Add(sum1, Int8Lanes.Load128(a, i) & inside, Int8Lanes.Load128(b, i) & inside);
        }

        return Vector128.Sum(sum0 + sum1);
    }
}

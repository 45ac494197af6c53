using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Zvec.Engine.Distance;

/// <summary>Multiplies 16-bit lanes and adds the products two by two into 32-bit lanes; which two is up to the processor.</summary>
internal static class PairProducts
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Sum(Vector512<short> a, Vector512<short> b)
    {
        if (Avx512BW.IsSupported)
            return Avx512BW.MultiplyAddAdjacent(a, b);
        (Vector512<int> aLower, Vector512<int> aUpper) = Vector512.Widen(a);
        (Vector512<int> bLower, Vector512<int> bUpper) = Vector512.Widen(b);
        return (aLower * bLower) + (aUpper * bUpper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Sum(Vector256<short> a, Vector256<short> b)
    {
        if (Avx2.IsSupported)
            return Avx2.MultiplyAddAdjacent(a, b);
        (Vector256<int> aLower, Vector256<int> aUpper) = Vector256.Widen(a);
        (Vector256<int> bLower, Vector256<int> bUpper) = Vector256.Widen(b);
        return (aLower * bLower) + (aUpper * bUpper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Sum(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyAddAdjacent(a, b);
        if (AdvSimd.IsSupported)
            return AdvSimd.MultiplyWideningLowerAndAdd(AdvSimd.MultiplyWideningUpper(a, b), a.GetLower(), b.GetLower());
        (Vector128<int> aLower, Vector128<int> aUpper) = Vector128.Widen(a);
        (Vector128<int> bLower, Vector128<int> bUpper) = Vector128.Widen(b);
        return (aLower * bLower) + (aUpper * bUpper);
    }

    /// <summary>Adds the sums to others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sum, Vector512<short> a, Vector512<short> b) => sum + Sum(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<short> a, Vector256<short> b)
        => AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(sum, a, b) : sum + Sum(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> sum, Vector128<short> a, Vector128<short> b)
        => AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(sum, a, b) : sum + Sum(a, b);
}

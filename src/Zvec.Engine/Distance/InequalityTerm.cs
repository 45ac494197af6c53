using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>1 where a and b differ, the term of the Hamming distance.</summary>
internal readonly struct InequalityTerm : ITerm
{
    public static double Add(double sum, double a, double b) => a == b ? sum : sum + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> sum, Vector512<float> a, Vector512<float> b)
        => sum + Vector512.AndNot(Vector512<float>.One, Vector512.Equals(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> sum, Vector256<float> a, Vector256<float> b)
        => sum + Vector256.AndNot(Vector256<float>.One, Vector256.Equals(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> sum, Vector128<float> a, Vector128<float> b)
        => sum + Vector128.AndNot(Vector128<float>.One, Vector128.Equals(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sum, Vector512<short> a, Vector512<short> b)
        => sum + PairProducts.Sum(Vector512.AndNot(Vector512<short>.One, Vector512.Equals(a, b)), Vector512<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<short> a, Vector256<short> b)
        => sum + PairProducts.Sum(Vector256.AndNot(Vector256<short>.One, Vector256.Equals(a, b)), Vector256<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> sum, Vector128<short> a, Vector128<short> b)
        => sum + PairProducts.Sum(Vector128.AndNot(Vector128<short>.One, Vector128.Equals(a, b)), Vector128<short>.One);
}

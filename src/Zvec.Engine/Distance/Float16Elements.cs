using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zvec.Engine.Distance;

/// <summary>Elements of type <see cref="Half"/>, widened to <see cref="float"/> as they are read. They must be finite.</summary>
/// <remarks>
/// Widening in four steps: extend the sign to 32 bits, shift the 15 bits of exponent and fraction to their place in a float, drop the
/// copies of the sign between, and
/// multiply by 2¹¹² to correct the exponent's bias. The product is exact, for subnormal halves too.
/// </remarks>
internal readonly unsafe struct Float16Elements : IElements, IFloatingElements
{
    private const int SignExponentFraction = unchecked((int)0x8FFFE000);

    public static int Bytes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm
        => FloatingSum<Float16Elements, Float16Elements, TTerm>.Sum(a, b, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums<TTerm>(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
        where TTerm : struct, ITerm
        => FourFloatingSums<Float16Elements, Float16Elements, TTerm>.Of(left, a, b, c, d, dimensions);

    public static double ExactSum<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm
        => FloatingSum<Float16Elements, Float16Elements, TTerm>.ExactSum(a, b, dimensions);

    public static double Element(byte* row, int index) => (double)((Half*)row)[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(byte* row, nint index) => LoadUnbiased512(row, index) * UnbiasedHalves.Correction;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> LoadUnbiased512(byte* row, nint index)
    {
        Vector256<short> halves = Vector256.Load((short*)row + index);
        Vector512<int> wide = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Int32(halves)
            : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return ((wide << 13) & Vector512.Create(SignExponentFraction)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(byte* row, nint index) => LoadUnbiased256(row, index) * UnbiasedHalves.Correction;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> LoadUnbiased256(byte* row, nint index)
    {
        Vector128<short> halves = Vector128.Load((short*)row + index);
        Vector256<int> wide = Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(halves)
            : Vector256.Create(Vector128.WidenLower(halves), Vector128.WidenUpper(halves));
        return ((wide << 13) & Vector256.Create(SignExponentFraction)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(byte* row, nint index) => LoadUnbiased128(row, index) * UnbiasedHalves.Correction;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> LoadUnbiased128(byte* row, nint index)
    {
        Vector128<int> wide = Vector128.WidenLower(Vector64.Load((short*)row + index).ToVector128Unsafe());
        return ((wide << 13) & Vector128.Create(SignExponentFraction)).AsSingle();
    }
}

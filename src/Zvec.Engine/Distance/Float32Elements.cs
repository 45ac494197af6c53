using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Elements of type <see cref="float"/>.</summary>
internal readonly unsafe struct Float32Elements : IElements, IFloatingElements
{
    public static int Bytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm
        => FloatingSum<Float32Elements, Float32Elements, TTerm>.Sum(a, b, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums<TTerm>(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
        where TTerm : struct, ITerm
        => FourFloatingSums<Float32Elements, Float32Elements, TTerm>.Of(left, a, b, c, d, dimensions);

    public static double ExactSum<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm
        => FloatingSum<Float32Elements, Float32Elements, TTerm>.ExactSum(a, b, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Element(byte* row, int index) => ((float*)row)[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(byte* row, nint index) => Vector512.Load((float*)row + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(byte* row, nint index) => Vector256.Load((float*)row + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(byte* row, nint index) => Vector128.Load((float*)row + index);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Halves read as floats 2¹¹² times too small, which leaves out the correction of the exponent's bias that
/// <see cref="Float16Elements"/> makes: whoever they are multiplied with is made 2¹¹² times greater beforehand.</summary>
internal readonly unsafe struct UnbiasedHalves : IFloatingElements
{
    /// <summary>2¹¹².</summary>
    public const float Correction = 5.192296858534828e33f;

    public static double Element(byte* row, int index) => (double)((Half*)row)[index] / Correction;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(byte* row, nint index) => Float16Elements.LoadUnbiased512(row, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(byte* row, nint index) => Float16Elements.LoadUnbiased256(row, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(byte* row, nint index) => Float16Elements.LoadUnbiased128(row, index);
}

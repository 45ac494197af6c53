using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Halves read as floats 2¹¹² times too great, for products with <see cref="UnbiasedHalves"/>: the corrections of many rows are
/// made once, in what they are multiplied with. The greatest half becomes 65,504 · 2¹¹², which is still a float.</summary>
internal readonly unsafe struct RaisedHalves : IFloatingElements
{
    public static double Element(byte* row, int index) => (double)((Half*)row)[index] * UnbiasedHalves.Correction;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(byte* row, nint index) => Float16Elements.Load512(row, index) * UnbiasedHalves.Correction;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(byte* row, nint index) => Float16Elements.Load256(row, index) * UnbiasedHalves.Correction;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load128(byte* row, nint index) => Float16Elements.Load128(row, index) * UnbiasedHalves.Correction;
}

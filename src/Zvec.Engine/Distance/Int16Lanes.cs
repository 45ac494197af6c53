using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Elements of type <see cref="short"/>, as the queries of integer codes have.</summary>
internal readonly unsafe struct Int16Lanes : IShortLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Load512(byte* operand, nint index) => Vector512.Load((short*)operand + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Load256(byte* operand, nint index) => Vector256.Load((short*)operand + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Load128(byte* operand, nint index) => Vector128.Load((short*)operand + index);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zvec.Engine.Distance;

/// <summary>Elements of type <see cref="sbyte"/>, widened as they are read.</summary>
internal readonly unsafe struct Int8Lanes : IShortLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Load512(byte* operand, nint index)
    {
        Vector256<sbyte> bytes = Vector256.Load((sbyte*)operand + index);
        if (Avx512BW.IsSupported)
            return Avx512BW.ConvertToVector512Int16(bytes);
        return Vector512.Create(Vector256.WidenLower(bytes), Vector256.WidenUpper(bytes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Load256(byte* operand, nint index)
    {
        Vector128<sbyte> bytes = Vector128.Load((sbyte*)operand + index);
        if (Avx2.IsSupported)
            return Avx2.ConvertToVector256Int16(bytes);
        return Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Load128(byte* operand, nint index)
        => Vector128.WidenLower(Vector64.Load((sbyte*)operand + index).ToVector128Unsafe());
}

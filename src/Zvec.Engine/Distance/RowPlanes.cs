using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>A row of nibbles as the left operand: a nibble u is the odd number 2u − 15.</summary>
internal readonly unsafe struct RowPlanes : INibblePlanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Load512(byte* operand, nint word, int plane, int dimensions)
    {
        Vector512<ushort> nibbles = (Vector512.Load((ushort*)operand + word) >>> (4 * plane)) & Vector512.Create((ushort)15);
        Vector512<short> odd = (nibbles + nibbles).AsInt16() - Vector512.Create((short)15);
        var count = (short)(((dimensions - plane + 3) >> 2) - (int)word);
        return odd & Vector512.LessThan(Vector512<short>.Indices, Vector512.Create(count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Load256(byte* operand, nint word, int plane, int dimensions)
    {
        Vector256<ushort> nibbles = (Vector256.Load((ushort*)operand + word) >>> (4 * plane)) & Vector256.Create((ushort)15);
        Vector256<short> odd = (nibbles + nibbles).AsInt16() - Vector256.Create((short)15);
        var count = (short)(((dimensions - plane + 3) >> 2) - (int)word);
        return odd & Vector256.LessThan(Vector256<short>.Indices, Vector256.Create(count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Load128(byte* operand, nint word, int plane, int dimensions)
    {
        Vector128<ushort> nibbles = (Vector128.Load((ushort*)operand + word) >>> (4 * plane)) & Vector128.Create((ushort)15);
        Vector128<short> odd = (nibbles + nibbles).AsInt16() - Vector128.Create((short)15);
        var count = (short)(((dimensions - plane + 3) >> 2) - (int)word);
        return odd & Vector128.LessThan(Vector128<short>.Indices, Vector128.Create(count));
    }
}

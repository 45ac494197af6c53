using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>A query for rows of nibbles: its planes one after another, each a multiple of 64 bytes.</summary>
internal readonly unsafe struct QueryPlanes : INibblePlanes
{
    /// <summary>Integers from one plane to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Pitch(int dimensions) => (NibbleProducts.Words(dimensions) + 31) & ~31;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Load512(byte* operand, nint word, int plane, int dimensions)
        => Vector512.Load((short*)operand + (plane * (nint)Pitch(dimensions)) + word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Load256(byte* operand, nint word, int plane, int dimensions)
        => Vector256.Load((short*)operand + (plane * (nint)Pitch(dimensions)) + word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Load128(byte* operand, nint word, int plane, int dimensions)
        => Vector128.Load((short*)operand + (plane * (nint)Pitch(dimensions)) + word);
}

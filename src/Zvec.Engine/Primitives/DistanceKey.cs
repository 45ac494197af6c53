using System.Runtime.CompilerServices;

namespace Zvec.Engine.Primitives;

/// <summary>A distance and a row number in one 64-bit number that sorts by distance, then by row.</summary>
internal static class DistanceKey
{
    /// <summary>Packs; the distance must not be NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pack(float distance, int row)
    {
        // floats sort like integers once the sign is flipped, and all other bits too where the sign was set
        int bits = BitConverter.SingleToInt32Bits(distance);
        uint sortable = (uint)(bits ^ ((bits >> 31) | int.MinValue));
        return ((ulong)sortable << 32) | (uint)row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Distance(ulong key)
    {
        int sortable = (int)(key >> 32);
        return BitConverter.Int32BitsToSingle(sortable ^ ((~sortable >> 31) | int.MinValue));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Row(ulong key) => (int)key;
}

using System.Runtime.CompilerServices;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A distance that stands beside a link, with a mark in its lowest bit: whether the link has been compared with all others of the
/// list that are marked. Two that are marked need not be compared again when the list is thinned.</summary>
internal static class LinkDistance
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float New(float distance) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(distance) & ~1u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Compared(float distance) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(distance) | 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsCompared(float distance) => (BitConverter.SingleToUInt32Bits(distance) & 1) != 0;
}

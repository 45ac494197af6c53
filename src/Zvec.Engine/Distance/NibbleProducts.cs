using System.Runtime.CompilerServices;

namespace Zvec.Engine.Distance;

/// <summary>The form of rows of nibbles: element 4j + n is the n-th nibble, lowest first, of the j-th word of 16 bits, so that unpacking
/// takes a shift and a mask whatever the width of vectors.</summary>
internal static class NibbleProducts
{
    /// <summary>The words of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Words(int dimensions) => (dimensions + 3) >> 2;
}

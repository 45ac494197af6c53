using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>The left operand of products with rows of nibbles, four of which stand in a word of 16 bits: plane n has the elements that
/// belong to the n-th nibbles of all words, as integers of 16 bits, and zeros behind the last element.</summary>
internal unsafe interface INibblePlanes
{
    static abstract Vector512<short> Load512(byte* operand, nint word, int plane, int dimensions);

    static abstract Vector256<short> Load256(byte* operand, nint word, int plane, int dimensions);

    static abstract Vector128<short> Load128(byte* operand, nint word, int plane, int dimensions);
}

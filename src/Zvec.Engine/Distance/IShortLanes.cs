using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Elements that are read as integers of 16 bits.</summary>
internal unsafe interface IShortLanes
{
    static abstract Vector512<short> Load512(byte* operand, nint index);

    static abstract Vector256<short> Load256(byte* operand, nint index);

    static abstract Vector128<short> Load128(byte* operand, nint index);
}

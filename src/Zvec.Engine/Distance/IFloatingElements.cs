using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Elements that are read as <see cref="float"/> lanes.</summary>
internal unsafe interface IFloatingElements
{
    static abstract double Element(byte* row, int index);

    static abstract Vector512<float> Load512(byte* row, int index);

    static abstract Vector256<float> Load256(byte* row, int index);

    static abstract Vector128<float> Load128(byte* row, int index);
}

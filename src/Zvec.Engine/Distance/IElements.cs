using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>One type of vector element: how sums over two vectors are taken.</summary>
internal unsafe interface IElements
{
    static abstract int Bytes { get; }

    /// <summary>The sum of the terms in single precision, or exactly where elements are integers; not finite when it overflows.</summary>
    static abstract float Sum<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm;

    /// <summary>The sums of the terms of one vector with four others.</summary>
    static abstract Vector128<float> Sums<TTerm>(byte* left, byte* a, byte* b, byte* c, byte* d, int dimensions)
        where TTerm : struct, ITerm;

    /// <summary>The sum of the terms in double precision.</summary>
    static abstract double ExactSum<TTerm>(byte* a, byte* b, int dimensions)
        where TTerm : struct, ITerm;
}

using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>A kernel that measures four rows at once; <see cref="InFours{TKernel}"/> measures many by it.</summary>
internal unsafe interface IFourRowKernel : IRowKernel
{
    /// <summary>The distances of four rows to a query. One that overflows may be infinite or no number.</summary>
    static abstract Vector128<float> FourDistances(byte* query, byte* a, byte* b, byte* c, byte* d, int dimensions);

    /// <summary>The distances of four rows to a row. One that overflows may be infinite or no number.</summary>
    static abstract Vector128<float> FourRowDistances(byte* row, byte* a, byte* b, byte* c, byte* d, int dimensions);
}

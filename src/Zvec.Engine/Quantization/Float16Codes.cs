using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Zvec.Engine.Distance;

namespace Zvec.Engine.Quantizers;

/// <summary>The codes of <see cref="Float16Quantizer"/>: a half an element, compared with queries of floats.</summary>
internal readonly unsafe struct Float16Codes : ICodes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TermsOffset(int dimensions) => (dimensions * 2 + 3) & ~3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float QueryProduct(byte* query, byte* row, int dimensions)
        => FloatingSum<Float32Elements, UnbiasedHalves, ProductTerm>.Sum(query + Quantizer.QueryElements, row, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> QueryProducts(byte* query, byte* a, byte* b, byte* c, byte* d, int dimensions)
        => FourFloatingSums<Float32Elements, UnbiasedHalves, ProductTerm>.Of(query + Quantizer.QueryElements, a, b, c, d, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RowProduct(byte* a, byte* b, int dimensions)
        => FloatingSum<Float16Elements, Float16Elements, ProductTerm>.Sum(a, b, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> RowProducts(byte* row, byte* a, byte* b, byte* c, byte* d, int dimensions)
        => FourFloatingSums<Float16Elements, Float16Elements, ProductTerm>.Of(row, a, b, c, d, dimensions);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Zvec.Engine.Distance;

namespace Zvec.Engine.Quantizers;

/// <summary>The codes of <see cref="Int8Quantizer"/>: an element a byte, compared with queries of 16 bits.</summary>
internal readonly unsafe struct Int8Codes : ICodes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TermsOffset(int dimensions) => (dimensions + 3) & ~3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float QueryProduct(byte* query, byte* row, int dimensions)
        => Int8Products<Int16Lanes>.Sum(query + Quantizer.QueryElements, row, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> QueryProducts(byte* query, byte* a, byte* b, byte* c, byte* d, int dimensions)
        => Vector128.ConvertToSingle(Int8Products<Int16Lanes>.Sums(query + Quantizer.QueryElements, a, b, c, d, dimensions));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RowProduct(byte* a, byte* b, int dimensions) => Int8Products<Int8Lanes>.Sum(a, b, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> RowProducts(byte* row, byte* a, byte* b, byte* c, byte* d, int dimensions)
        => Vector128.ConvertToSingle(Int8Products<Int8Lanes>.Sums(row, a, b, c, d, dimensions));
}

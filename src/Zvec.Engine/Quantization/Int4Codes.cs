using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Zvec.Engine.Distance;

namespace Zvec.Engine.Quantizers;

/// <summary>The codes of <see cref="Int4Quantizer"/>: four elements a word of 16 bits, compared with queries of 16 bits.</summary>
internal readonly unsafe struct Int4Codes : ICodes
{
    /// <summary>Which of a query's first integers is 15·Σ kᵢ.</summary>
    public const int QueryOffset = 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TermsOffset(int dimensions) => (NibbleProducts.Words(dimensions) * sizeof(ushort) + 3) & ~3;

    /// <summary>Σ kᵢ·(2uᵢ − 15): the query keeps 15·Σ kᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float QueryProduct(byte* query, byte* row, int dimensions)
    {
        int product = NibbleProducts<QueryPlanes>.Sum(query + Quantizer.QueryElements, row, dimensions);
        return 2 * product - ((int*)query)[QueryOffset];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> QueryProducts(byte* query, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        byte* elements = query + Quantizer.QueryElements;
        Vector128<int> products = NibbleProducts<QueryPlanes>.Sums(elements, a, b, c, d, dimensions);
        return Vector128.ConvertToSingle(products + products - Vector128.Create(((int*)query)[QueryOffset]));
    }

    /// <summary>Σ (2vᵢ − 15)·(2uᵢ − 15).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RowProduct(byte* a, byte* b, int dimensions)
    {
        int product = NibbleProducts<RowPlanes>.Sum(a, b, dimensions);
        return 2 * product - Offset(a, dimensions);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> RowProducts(byte* row, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector128<int> products = NibbleProducts<RowPlanes>.Sums(row, a, b, c, d, dimensions);
        return Vector128.ConvertToSingle(products + products - Vector128.Create(Offset(row, dimensions)));
    }


    /// <summary>15·Σ cᵢ, which a code keeps behind its terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Offset(byte* row, int dimensions) => *(int*)(row + TermsOffset(dimensions) + Quantizer.TermBytes);
}

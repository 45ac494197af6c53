using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Zvec.Engine.Distance;

namespace Zvec.Engine.Quantizers;

/// <summary>Distances of codes under every metric: t(a) + t(b) − s(a)·s(b)·⟨c(a), c(b)⟩, where t is a code's term, s its scale and c its
/// elements, and the same for a query and a code (see <see cref="Quantizer"/>).</summary>
internal readonly unsafe struct CodeKernel<TCodes> : IFourRowKernel
    where TCodes : struct, ICodes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Distance(byte* query, byte* row, int dimensions)
    {
        float product = TCodes.QueryProduct(query, row, dimensions);
        var own = (float*)query;
        var terms = (float*)(row + TCodes.TermsOffset(dimensions));
        float distance = own[1] + terms[1] - (product * own[0] * terms[0]);
        return float.IsFinite(distance) ? distance : Widely(product, own, terms);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RowDistance(byte* a, byte* b, int dimensions)
    {
        float product = TCodes.RowProduct(a, b, dimensions);
        int offset = TCodes.TermsOffset(dimensions);
        var own = (float*)(a + offset);
        var terms = (float*)(b + offset);
        float distance = own[1] + terms[1] - (product * (own[0] * terms[0]));
        return float.IsFinite(distance) ? distance : Widely(product, own, terms);
    }

    public static void Distances(byte* query, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => InFours<CodeKernel<TCodes>>.Distances(query, rows, stride, numbers, count, distances, dimensions);

    public static void RowDistances(byte* row, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => InFours<CodeKernel<TCodes>>.RowDistances(row, rows, stride, numbers, count, distances, dimensions);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FourDistances(byte* query, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector128<float> products = TCodes.QueryProducts(query, a, b, c, d, dimensions);
        var own = (float*)query;
        int offset = TCodes.TermsOffset(dimensions);
        return Vector128.Create(own[1]) + Terms(a, b, c, d, offset + sizeof(float))
            - (products * Vector128.Create(own[0]) * Terms(a, b, c, d, offset));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FourRowDistances(byte* row, byte* a, byte* b, byte* c, byte* d, int dimensions)
    {
        Vector128<float> products = TCodes.RowProducts(row, a, b, c, d, dimensions);
        int offset = TCodes.TermsOffset(dimensions);
        var own = (float*)(row + offset);
        return Vector128.Create(own[1]) + Terms(a, b, c, d, offset + sizeof(float))
            - (products * (Vector128.Create(own[0]) * Terms(a, b, c, d, offset)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Terms(byte* a, byte* b, byte* c, byte* d, int offset)
        => Vector128.Create(*(float*)(a + offset), *(float*)(b + offset), *(float*)(c + offset), *(float*)(d + offset));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float Widely(float product, float* own, float* terms)
        => FiniteDistance.From((double)own[1] + terms[1] - ((double)product * own[0] * terms[0]));
}

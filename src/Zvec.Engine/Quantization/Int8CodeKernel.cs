using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Zvec.Engine.Distance;

namespace Zvec.Engine.Quantizers;

/// <summary>Distances of the codes of <see cref="Int8Quantizer"/>.</summary>
internal readonly unsafe struct Int8CodeKernel<TMetric> : IRowKernel
    where TMetric : struct, ICodeMetric
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Distance(byte* query, byte* row, int dimensions)
    {
        float* terms = (float*)(row + Int8Quantizer.TermsOffset(dimensions));
        float product = Product((short*)(query + Int8Quantizer.QueryElements), (sbyte*)row, dimensions);
        float distance = (product * *(float*)query * terms[0]) + ((float*)query)[1];
        return TMetric.QueryTakesTerm ? distance + terms[1] : distance;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RowDistance(byte* a, byte* b, int dimensions)
    {
        int offset = Int8Quantizer.TermsOffset(dimensions);
        float* aTerms = (float*)(a + offset);
        float* bTerms = (float*)(b + offset);
        float product = Int8Elements.Sum<ProductTerm>(a, b, dimensions);
        return (product * (TMetric.Factor * (aTerms[0] * bTerms[0]))) + (aTerms[1] + bTerms[1]);
    }

    public static void Distances(byte* query, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
    {
        int offset = Int8Quantizer.TermsOffset(dimensions);
        Vector128<float> scale = Vector128.Create(*(float*)query);
        Vector128<float> constant = Vector128.Create(((float*)query)[1]);
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            byte* a = rows + ((long)numbers[i] * stride);
            byte* b = rows + ((long)numbers[i + 1] * stride);
            byte* c = rows + ((long)numbers[i + 2] * stride);
            byte* d = rows + ((long)numbers[i + 3] * stride);
            Vector128<int> products = Int8Products<Int16Lanes>.Sums(query + Int8Quantizer.QueryElements, a, b, c, d, dimensions);
            Vector128<float> four = (Vector128.ConvertToSingle(products) * scale * Terms(a, b, c, d, offset)) + constant;
            if (TMetric.QueryTakesTerm)
                four += Terms(a, b, c, d, offset + sizeof(float));
            four.Store(distances + i);
        }

        OneByOne<Int8CodeKernel<TMetric>>.Distances(query, rows, stride, numbers + i, count - i, distances + i, dimensions);
    }

    public static void RowDistances(byte* row, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
    {
        int offset = Int8Quantizer.TermsOffset(dimensions);
        Vector128<float> scale = Vector128.Create(*(float*)(row + offset));
        Vector128<float> factor = Vector128.Create(TMetric.Factor);
        Vector128<float> term = Vector128.Create(((float*)(row + offset))[1]);
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            byte* a = rows + ((long)numbers[i] * stride);
            byte* b = rows + ((long)numbers[i + 1] * stride);
            byte* c = rows + ((long)numbers[i + 2] * stride);
            byte* d = rows + ((long)numbers[i + 3] * stride);
            Vector128<float> products = Vector128.ConvertToSingle(Int8Products<Int8Lanes>.Sums(row, a, b, c, d, dimensions));
            Vector128<float> four = (products * (factor * (scale * Terms(a, b, c, d, offset))))
                + (term + Terms(a, b, c, d, offset + sizeof(float)));
            four.Store(distances + i);
        }

        OneByOne<Int8CodeKernel<TMetric>>.RowDistances(row, rows, stride, numbers + i, count - i, distances + i, dimensions);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Terms(byte* a, byte* b, byte* c, byte* d, int offset)
        => Vector128.Create(*(float*)(a + offset), *(float*)(b + offset), *(float*)(c + offset), *(float*)(d + offset));

    /// <summary>The query's elements behind the last are zeros, so that what stands behind the row's elements counts for nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Product(short* query, sbyte* row, int dimensions)
    {
        if (Avx512BW.IsSupported)
        {
            Vector512<int> sum0 = default, sum1 = default;
            nint i = 0;
            for (; i < dimensions - 32; i += 64)
            {
                sum0 += PairProducts.Sum(Vector512.Load(query + i), Avx512BW.ConvertToVector512Int16(Vector256.Load(row + i)));
                sum1 += PairProducts.Sum(Vector512.Load(query + i + 32), Avx512BW.ConvertToVector512Int16(Vector256.Load(row + i + 32)));
            }

            if (i < dimensions)
                sum0 += PairProducts.Sum(Vector512.Load(query + i), Avx512BW.ConvertToVector512Int16(Vector256.Load(row + i)));
            return HorizontalSum.Of(sum0 + sum1);
        }

        Vector128<int> sum = default;
        for (nint i = 0; i < dimensions; i += 8)
            sum += PairProducts.Sum(Vector128.Load(query + i), Vector128.WidenLower(Vector64.Load(row + i).ToVector128Unsafe()));
        return Vector128.Sum(sum);
    }
}

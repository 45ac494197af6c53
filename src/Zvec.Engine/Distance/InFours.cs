using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>Measures many rows four at a time, and those one by one whose distances are not finite.</summary>
internal static unsafe class InFours<TKernel>
    where TKernel : struct, IFourRowKernel
{
    public static void Distances(byte* query, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
    {
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            byte* a = rows + ((long)numbers[i] * stride);
            byte* b = rows + ((long)numbers[i + 1] * stride);
            byte* c = rows + ((long)numbers[i + 2] * stride);
            byte* d = rows + ((long)numbers[i + 3] * stride);
            Vector128<float> four = TKernel.FourDistances(query, a, b, c, d, dimensions);
            four.Store(distances + i);
            if (!AreFinite(four))
                Each(i, i + 4);
        }

        Each(i, count);

        void Each(int from, int to)
        {
            for (int place = from; place < to; place++)
                distances[place] = TKernel.Distance(query, rows + ((long)numbers[place] * stride), dimensions);
        }
    }

    public static void RowDistances(byte* row, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
    {
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            byte* a = rows + ((long)numbers[i] * stride);
            byte* b = rows + ((long)numbers[i + 1] * stride);
            byte* c = rows + ((long)numbers[i + 2] * stride);
            byte* d = rows + ((long)numbers[i + 3] * stride);
            Vector128<float> four = TKernel.FourRowDistances(row, a, b, c, d, dimensions);
            four.Store(distances + i);
            if (!AreFinite(four))
                Each(i, i + 4);
        }

        Each(i, count);

        void Each(int from, int to)
        {
            for (int place = from; place < to; place++)
                distances[place] = TKernel.RowDistance(row, rows + ((long)numbers[place] * stride), dimensions);
        }
    }

    private static bool AreFinite(Vector128<float> four)
        => Vector128.LessThanOrEqualAll(Vector128.Abs(four), Vector128.Create(float.MaxValue));
}

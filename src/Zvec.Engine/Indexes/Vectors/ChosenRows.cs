using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Scans rows that are named one by one, some at a time, while the memory of the next ones is on its way.</summary>
internal static unsafe class ChosenRows<TKernel>
    where TKernel : struct, IRowKernel
{
    private const int RowsAtOnce = 16;

    public static void Scan(VectorRows rows, int stride, int* numbers, int count, byte* query, TopK results)
    {
        float* distances = stackalloc float[RowsAtOnce];
        float threshold = results.Threshold;
        for (int i = 0; i < Math.Min(count, RowsAtOnce); i++)
            rows.FetchSoon(numbers[i]);
        for (int start = 0; start < count; start += RowsAtOnce)
        {
            int end = Math.Min(count, start + RowsAtOnce);
            for (int i = end; i < Math.Min(count, end + RowsAtOnce); i++)
                rows.FetchSoon(numbers[i]);
            TKernel.Distances(query, rows[0], stride, numbers + start, end - start, distances, rows.Dimensions);
            for (int i = start; i < end; i++)
            {
                float distance = distances[i - start];
                if (distance <= threshold)
                {
                    results.Add(distance, numbers[i]);
                    threshold = results.Threshold;
                }
            }
        }
    }
}

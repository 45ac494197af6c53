namespace Zvec.Engine.Distance;

/// <summary>Measures many rows by measuring each, for kernels that gain nothing by taking several at a time.</summary>
internal static unsafe class OneByOne<TKernel>
    where TKernel : struct, IRowKernel
{
    public static void Distances(byte* query, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
    {
        for (int i = 0; i < count; i++)
            distances[i] = TKernel.Distance(query, rows + ((long)numbers[i] * stride), dimensions);
    }

    public static void RowDistances(byte* row, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
    {
        for (int i = 0; i < count; i++)
            distances[i] = TKernel.RowDistance(row, rows + ((long)numbers[i] * stride), dimensions);
    }
}

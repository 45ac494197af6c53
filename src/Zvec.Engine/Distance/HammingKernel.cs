namespace Zvec.Engine.Distance;

/// <summary>The number of elements that differ; −0 equals 0.</summary>
internal readonly unsafe struct HammingKernel<TElements> : IVectorKernel
    where TElements : struct, IElements
{
    public static float Distance(byte* a, byte* b, int dimensions)
    {
        float distance = TElements.Sum<InequalityTerm>(a, b, dimensions);
        return float.IsFinite(distance) ? distance : FiniteDistance.From(ExactDistance(a, b, dimensions));
    }

    public static float RowDistance(byte* a, byte* b, int dimensions) => Distance(a, b, dimensions);

    public static void Distances(byte* query, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => OneByOne<HammingKernel<TElements>>.Distances(query, rows, stride, numbers, count, distances, dimensions);

    public static void RowDistances(byte* row, byte* rows, int stride, int* numbers, int count, float* distances, int dimensions)
        => Distances(row, rows, stride, numbers, count, distances, dimensions);

    public static double ExactDistance(byte* a, byte* b, int dimensions) => TElements.ExactSum<InequalityTerm>(a, b, dimensions);
}

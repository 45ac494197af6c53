namespace Zvec.Engine.Distance;

/// <summary>The Manhattan distance, Σ|aᵢ − bᵢ|.</summary>
internal readonly unsafe struct ManhattanKernel<TElements> : IVectorKernel
    where TElements : struct, IElements
{
    public static float Distance(byte* a, byte* b, int dimensions)
    {
        float distance = TElements.Sum<AbsoluteDifferenceTerm>(a, b, dimensions);
        return float.IsFinite(distance) ? distance : FiniteDistance.From(ExactDistance(a, b, dimensions));
    }

    public static float RowDistance(byte* a, byte* b, int dimensions) => Distance(a, b, dimensions);

    public static double ExactDistance(byte* a, byte* b, int dimensions) => TElements.ExactSum<AbsoluteDifferenceTerm>(a, b, dimensions);
}

namespace Zvec.Engine.Maintenance;

/// <summary>How the graph of a vector field is built, as its schema says.</summary>
/// <param name="M">Links per vector.</param>
/// <param name="EfConstruction">Candidates examined per vector.</param>
/// <param name="Threshold">Vectors up to which there is no graph.</param>
internal readonly record struct GraphParameters(int M, int EfConstruction, int Threshold)
{
    /// <summary>A segment of fewer vectors is scanned sooner than a graph of it is walked.</summary>
    public const int SmallestGraph = 1_000;

    /// <summary>Vectors up to which a segment has no codes either. The codes of an IVF index are in its lists.</summary>
    public static int CodesThreshold(VectorSchema vector) =>
        vector.Index is IvfFlatIndexOptions ? int.MaxValue
        : For(vector) is { } parameters ? Math.Min(parameters.Threshold, SmallestGraph) : SmallestGraph;

    /// <returns>Null for a field without a graph.</returns>
    public static GraphParameters? For(VectorSchema vector) => vector.Index switch
    {
        HnswIndexOptions hnsw => new GraphParameters(hnsw.M, hnsw.EfConstruction, SmallestGraph),
        DynamicIndexOptions dynamic => new GraphParameters(dynamic.M, dynamic.EfConstruction, dynamic.Threshold),
        _ => null,
    };
}

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>An IVF index of one vector column, read in place: centroids, and for each a list of the rows that are nearest to it, with
/// their codes one behind the other where there are any. Immutable; whoever owns the memory keeps it while searches run.</summary>
/// <param name="space">Where rows and centroids are compared.</param>
/// <param name="centroids">The centroids, one for each list.</param>
/// <param name="starts">Where each list begins among the listed rows, then where the last one ends.</param>
/// <param name="rows">The numbers of the listed rows.</param>
/// <param name="rowCount">The rows of the column, listed or not.</param>
/// <param name="codes">The codes of the listed rows, in their order; null for none.</param>
internal sealed unsafe class IvfIndex(CentroidSpace space, VectorCodes centroids, int* starts, int* rows, int rowCount, VectorCodes? codes)
{
    public CentroidSpace Space => space;

    public VectorCodes Centroids => centroids;

    public VectorCodes? Codes => codes;

    /// <summary>The numbers of the listed rows, list by list.</summary>
    public int* Rows => rows;

    /// <summary>The number of lists.</summary>
    public int Count => centroids.Count;

    /// <summary>The rows of the column.</summary>
    public int RowCount => rowCount;

    /// <summary>The rows that have a vector, and so are in a list.</summary>
    public int ListedCount => starts[centroids.Count];

    /// <summary>Where a list begins among the listed rows; the list before ends there.</summary>
    public int StartOf(int list) => starts[list];
}

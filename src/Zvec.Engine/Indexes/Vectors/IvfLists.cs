namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Rows grouped around centroids: what <see cref="IvfBuilder"/> builds and <see cref="IvfWriter"/> writes.</summary>
/// <param name="Space">Where rows and centroids are compared.</param>
/// <param name="Centroids">The centroids one after another, one for each list.</param>
/// <param name="Lists">The rows that are nearest to each.</param>
internal sealed record IvfLists(CentroidSpace Space, float[] Centroids, RowLists Lists);

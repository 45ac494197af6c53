namespace Zvec.Engine;

/// <summary>An inverted file: vectors are grouped around centroids (k-means), and a query reads the groups whose centroids are nearest to
/// it. Sivic and Zisserman, "Video Google", ICCV 2003; Jégou, Douze and Schmid, "Product quantization for nearest neighbor search", IEEE
/// TPAMI 2011, section IV. For the metrics cosine, inner product and L2. Takes less memory and is built sooner than a graph, and is
/// searched more slowly at the same recall. A segment of up to 1,000 vectors is scanned, or of up to four for each list when
/// <see cref="NList"/> asks for fewer than 250.</summary>
public sealed record IvfFlatIndexOptions : QuantizedVectorIndexOptions
{
    /// <summary>Groups in a segment (nlist): 1 to 65,536; null, the default, for about four times the square root of the number of
    /// vectors. A segment has no more than a quarter as many groups as vectors.</summary>
    public int? NList { get; init; }
}

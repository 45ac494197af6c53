using Microsoft.Extensions.VectorData;

namespace Zvec.Benchmarks.Connector;

/// <summary>A small record, as applications have them: a key, a text, a word, two numbers.</summary>
internal sealed class Article
{
    [VectorStoreKey]
    public int Id { get; set; }

    [VectorStoreData]
    public string? Title { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public string? Section { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public int Year { get; set; }

    [VectorStoreData]
    public double Rating { get; set; }

    [VectorStoreVector(OverheadRun.Dimensions, DistanceFunction = DistanceFunction.CosineSimilarity)]
    public ReadOnlyMemory<float> Embedding { get; set; }
}

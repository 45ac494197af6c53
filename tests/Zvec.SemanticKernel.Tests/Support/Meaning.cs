using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;

namespace Zvec.SemanticKernel.Tests.Support;

/// <summary>A meaning of WordNet.</summary>
public sealed class Meaning
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData(IsIndexed = true)]
    public string Category { get; set; } = "";

    [VectorStoreData(IsIndexed = true)]
    public int Links { get; set; }

    [VectorStoreData(IsFullTextIndexed = true), TextSearchResultValue]
    public string Text { get; set; } = "";

    [VectorStoreVector(100, DistanceFunction = DistanceFunction.CosineSimilarity, IndexKind = IndexKind.Flat)]
    public string Embedding => Text;
}

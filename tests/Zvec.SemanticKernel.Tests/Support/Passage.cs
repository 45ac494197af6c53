using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;

namespace Zvec.SemanticKernel.Tests.Support;

/// <summary>A short text on some subject.</summary>
public sealed class Passage
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData, TextSearchResultName]
    public string Title { get; set; } = "";

    [VectorStoreData(IsFullTextIndexed = true), TextSearchResultValue]
    public string Text { get; set; } = "";

    [VectorStoreData, TextSearchResultLink]
    public string? Link { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public string Subject { get; set; } = "";

    [VectorStoreData(IsIndexed = true)]
    public int Year { get; set; }

    [VectorStoreData]
    public double? Rating { get; set; }

    [VectorStoreData(IsIndexed = true)]
    public List<string> Tags { get; set; } = [];

    [VectorStoreVector(100, DistanceFunction = DistanceFunction.CosineSimilarity)]
    public string Embedding => $"{Title}. {Text}";
}

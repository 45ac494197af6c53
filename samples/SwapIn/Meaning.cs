using Microsoft.Extensions.VectorData;
using Zvec.Samples.Quickstart;

namespace Zvec.Samples.SwapIn;

/// <summary>A meaning of WordNet, with the vector itself: the program makes it, so that every store gets the same.</summary>
internal sealed class Meaning
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData]
    public string[] Words { get; set; } = [];

    [VectorStoreData(IsFullTextIndexed = true)]
    public string Definition { get; set; } = "";

    [VectorStoreData(IsIndexed = true)]
    public int Links { get; set; }

    [VectorStoreVector(WordVectors.Dimensions, DistanceFunction = DistanceFunction.CosineSimilarity)]
    public ReadOnlyMemory<float> Vector { get; set; }
}

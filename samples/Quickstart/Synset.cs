using System.Text.Json.Serialization;
using Microsoft.Extensions.VectorData;

namespace Zvec.Samples.Quickstart;

/// <summary>One meaning of the dictionary, with the words that share it. This class is the whole schema of the collection.</summary>
internal sealed class Synset
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData(IsFullTextIndexed = true)]
    public string Definition { get; set; } = "";

    [VectorStoreData(IsIndexed = true), JsonPropertyName("pos")]
    public string PartOfSpeech { get; set; } = "";

    [VectorStoreData(IsIndexed = true)]
    public string Category { get; set; } = "";

    [VectorStoreData(IsIndexed = true)]
    public string[] Words { get; set; } = [];

    /// <summary>How many relations WordNet draws from this meaning to others.</summary>
    [VectorStoreData]
    public int Links { get; set; }

    /// <summary>What is searched: a text, which the store turns into a vector with the embedding generator that it was given.</summary>
    [VectorStoreVector(WordVectors.Dimensions, DistanceFunction = DistanceFunction.CosineSimilarity)]
    public string Meaning => $"{Words[0]}: {Definition}";
}

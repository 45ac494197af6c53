using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData;

namespace Zvec.Samples.AgentMemory;

/// <summary>Something that is remembered, as it is stored.</summary>
internal sealed class Fact
{
    /// <summary>Eight hexadecimal digits: short enough for a prompt, and for a hand to type.</summary>
    public string Id { get; set; } = "";

    /// <summary>What is remembered, in words.</summary>
    public string Text { get; set; } = "";

    /// <summary>From 0, a trifle, to 1.</summary>
    public float Importance { get; set; }

    /// <summary>When it was told for the first time.</summary>
    public DateTimeOffset FirstToldAt { get; set; }

    /// <summary>When it was told last.</summary>
    public DateTimeOffset ToldAt { get; set; }

    /// <summary>How many times it was told.</summary>
    public int TimesTold { get; set; }

    /// <summary>From when on it no longer holds; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The conversation in which it was told last.</summary>
    public string Source { get; set; } = "";

    /// <summary>What the vector is made of.</summary>
    public string Embedding => Text;

    /// <summary>The properties as they are stored.</summary>
    /// <param name="dimensions">How long the vectors are.</param>
    public static VectorStoreCollectionDefinition Definition(int dimensions) => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty(nameof(Id), typeof(string)),
            new VectorStoreDataProperty(nameof(Text), typeof(string)).WithZvecTextIndex(
                new TextIndexOptions { StopWords = StopWordSet.English, Stemmer = TextStemmer.English }),
            new VectorStoreDataProperty(nameof(Importance), typeof(float)),
            new VectorStoreDataProperty(nameof(FirstToldAt), typeof(DateTimeOffset)),
            new VectorStoreDataProperty(nameof(ToldAt), typeof(DateTimeOffset)),
            new VectorStoreDataProperty(nameof(TimesTold), typeof(int)),
            new VectorStoreDataProperty(nameof(ExpiresAt), typeof(DateTimeOffset?)) { IsIndexed = true },
            new VectorStoreDataProperty(nameof(Source), typeof(string)) { IsIndexed = true },
            new VectorStoreVectorProperty(nameof(Embedding), typeof(string), dimensions)
            {
                DistanceFunction = DistanceFunction.CosineSimilarity,
            },
        ],
    };
}

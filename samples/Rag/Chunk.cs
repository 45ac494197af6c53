using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;
using Zvec.Engine;
using Zvec.VectorData;

namespace Zvec.Samples.Rag;

/// <summary>A part of a document that is found, shown to the model and cited as one.</summary>
internal sealed class Chunk
{
    /// <summary>The file and the place of the chunk in it, such as <c>security.md/0007</c>.</summary>
    public string Id { get; set; } = "";

    public string File { get; set; } = "";

    /// <summary>The headings above the text, such as <c>Security › Files</c>.</summary>
    [TextSearchResultName]
    public string Title { get; set; } = "";

    /// <summary>The file and the heading, as a link beside the documents would have them.</summary>
    [TextSearchResultLink]
    public string Link { get; set; } = "";

    [TextSearchResultValue]
    public string Text { get; set; } = "";

    /// <summary>What keywords are looked for in, and what the vector is made of: a heading often has the word that its text does not
    /// repeat.</summary>
    public string Content { get; set; } = "";

    public string Embedding => Content;

    /// <summary>The properties as they are stored, with vectors as long as the generator makes them.</summary>
    public static VectorStoreCollectionDefinition Definition(int dimensions) => new()
    {
        Properties =
        [
            new VectorStoreKeyProperty(nameof(Id), typeof(string)),
            new VectorStoreDataProperty(nameof(File), typeof(string)) { IsIndexed = true },
            new VectorStoreDataProperty(nameof(Title), typeof(string)),
            new VectorStoreDataProperty(nameof(Link), typeof(string)),
            new VectorStoreDataProperty(nameof(Text), typeof(string)),
            new VectorStoreDataProperty(nameof(Content), typeof(string)).WithZvecTextIndex(
                new TextIndexOptions { StopWords = StopWordSet.English, Stemmer = TextStemmer.English }),
            new VectorStoreVectorProperty(nameof(Embedding), typeof(string), dimensions)
            {
                DistanceFunction = DistanceFunction.CosineSimilarity,
            },
        ],
    };
}

using Zvec.Engine;
using Zvec.Samples.Quickstart;

namespace Zvec.Samples.HybridSearch;

/// <summary>The collection: what each meaning says, as a text with an index of its words and as a vector.</summary>
internal static class Library
{
    public const string Category = "category";
    public const string Text = "text";
    public const string Vector = "vector";

    private const int BatchSize = 1_000;

    private static CollectionSchema Schema => new("meanings")
    {
        Fields =
        {
            new FieldSchema(Category, DataType.String) { Index = new InvertedIndexOptions() },
            new FieldSchema(Text, DataType.String)
            {
                Index = new TextIndexOptions { StopWords = StopWordSet.English, Stemmer = TextStemmer.English },
            },
        },
        Vectors =
        {
            new VectorSchema(Vector, VectorType.Float32, WordVectors.Dimensions)
            {
                Index = new HnswIndexOptions { Metric = Metric.Cosine },
            },
        },
    };

    /// <summary>Opens the collection, and fills it when it is new: with everything but the sentences that are asked.</summary>
    public static async Task<Collection> OpenAsync(
        string path, IReadOnlyList<Meaning> meanings, IEnumerable<Question> questions, GloveEmbeddingGenerator embeddings)
    {
        var collection = Collection.OpenOrCreate(path, Schema);
        if (collection.GetStatistics().Documents == meanings.Count)
            return collection;

        // WordNet gives some sentences as examples of several meanings; a sentence that is asked is left out of all of them.
        var asked = questions.Select(question => question.Sentence).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var batch in meanings.Chunk(BatchSize))
        {
            string[] texts = [.. batch.Select(meaning => Describe(meaning, asked))];
            var vectors = await embeddings.GenerateAsync(texts);
            await collection.UpsertAsync(batch.Select((meaning, i) => new Document(meaning.Id)
            {
                { Category, meaning.Category },
                { Text, texts[i] },
                { Vector, vectors[i].Vector },
            }));
        }

        await collection.OptimizeAsync();
        return collection;
    }

    private static string Describe(Meaning meaning, HashSet<string> asked)
    {
        string text = $"{string.Join(", ", meaning.Words)}: {meaning.Definition}";
        return string.Join("; ", meaning.Examples.Where(example => !asked.Contains(example)).Prepend(text));
    }
}

using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>An example of an encoder: the weights of BM25 in sparse vectors, so that the inner product of a text and a query is the text's
/// score.</summary>
/// <remarks>Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", Foundations and Trends in Information
/// Retrieval 3, 2009, section 3.4.</remarks>
public sealed class SparseEncodingTests
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private static readonly string[] Texts =
    [
        "a domesticated carnivorous mammal kept as a pet",
        "a young carnivorous mammal",
        "a hunting dog with a keen sense of smell",
        "the dog barked and the other dog barked back",
        "a vessel that carries passengers or freight",
        "a small vessel for travel on water",
    ];

    [Fact]
    public async Task Texts_are_ranked_by_BM25()
    {
        using var folder = new TemporaryFolder();
        var schema = new CollectionSchema("texts") { Key = KeyType.Int32, Vectors = { new VectorSchema("terms", VectorType.Sparse) } };
        using Collection collection = Collection.Create(folder["c"], schema);
        string[][] words = [.. Texts.Select(text => text.Split(' '))];
        uint[] vocabulary = [.. Enumerable.Range(0, words.SelectMany(text => text).Distinct().Count()).Select(i => (uint)i)];
        Dictionary<string, uint> numbers = words.SelectMany(text => text).Distinct().Zip(vocabulary).ToDictionary();
        double average = words.Average(text => text.Length);
        await collection.InsertAsync(words.Select((text, key) => new Document(key) { ["terms"] = Encode(text, numbers, average) }));
        await collection.OptimizeAsync();

        foreach (string query in new[] { "hunting dog", "carnivorous mammal", "the vessel", "a dog on water" })
        {
            string[] asked = query.Split(' ');
            (int Key, double Score)[] expected =
            [
                .. Enumerable.Range(0, Texts.Length)
                    .Select(key => (key, Score: asked.Sum(word => Idf(words, word) * Weight(words[key], word, average))))
                    .OrderByDescending(hit => hit.Score)
                    .ThenBy(hit => hit.key),
            ];
            SparseVector vector = SparseVector.From(asked.ToDictionary(word => numbers[word], word => (float)Idf(words, word)));
            IReadOnlyList<SearchHit> hits = collection.Search(new VectorQuery("terms", vector));
            Assert.Equal(expected.Select(hit => hit.Key), hits.Select(hit => (int)hit.Key.Value));
            for (int i = 0; i < hits.Count; i++)
                Assert.Equal(expected[i].Score, hits[i].Score, 1e-5);
        }
    }

    private static SparseVector Encode(string[] text, Dictionary<string, uint> numbers, double average) => SparseVector.From(
        text.Distinct().Select(word => KeyValuePair.Create(numbers[word], (float)Weight(text, word, average))));

    private static double Idf(string[][] texts, string word)
    {
        int found = texts.Count(text => text.Contains(word));
        return Math.Log(1 + ((texts.Length - found + 0.5) / (found + 0.5)));
    }

    private static double Weight(string[] text, string word, double average)
    {
        int frequency = text.Count(other => other == word);
        return frequency * (K1 + 1) / (frequency + (K1 * (1 - B + (B * text.Length / average))));
    }
}

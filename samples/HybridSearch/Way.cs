using Zvec.Engine;

namespace Zvec.Samples.HybridSearch;

/// <summary>A way to look for the meaning that a sentence belongs to.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Search">Finds the best meanings for a sentence and its vector, among those that a filter lets through.</param>
internal sealed record Way(string Name, Func<string, ReadOnlyMemory<float>, Filter?, IReadOnlyList<SearchHit>> Search)
{
    /// <summary>How many meanings are found.</summary>
    public const int Top = 100;

    private const int Candidates = 400;

    /// <summary>The keywords of the sentence, ranked by BM25.</summary>
    public static Way Keywords(Collection collection) =>
        new("keywords", (text, _, filter) => collection.Search(Words(text, filter)));

    /// <summary>The cosine between the sentence's vector and the meanings'.</summary>
    public static Way Vectors(Collection collection) =>
        new("vectors", (_, vector, filter) => collection.Search(Near(vector, filter)));

    /// <summary>Both, made one ranking.</summary>
    public static Way Hybrid(Collection collection, string name, Fusion fusion) =>
        new(name, (text, vector, filter) => collection.Search(new HybridQuery
        {
            Queries = { Words(text, null), Near(vector, null) },
            Fusion = fusion,
            Filter = filter,
            Candidates = Candidates,
            Top = Top,
        }));

    private static TextQuery Words(string text, Filter? filter) => new(Library.Text, text) { Literal = true, Top = Top, Filter = filter };

    private static VectorQuery Near(ReadOnlyMemory<float> vector, Filter? filter) =>
        new(Library.Vector, vector) { Top = Top, Filter = filter };
}

using Zvec.Engine;

namespace Zvec.Samples.HybridSearch;

/// <summary>A way to look for the meaning that a sentence belongs to.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Search">Finds the best so many of a sentence and its vector.</param>
internal sealed record Way(string Name, Func<string, ReadOnlyMemory<float>, int, IReadOnlyList<SearchHit>> Search)
{
    /// <summary>Keywords alone, vectors alone, and both.</summary>
    public static Way[] All(Collection collection) =>
    [
        new("keywords", (text, _, top) => collection.Search(Words(text, top))),
        new("vectors", (_, vector, top) => collection.Search(Near(vector, top))),
        new("hybrid", (text, vector, top) => collection.Search(new HybridQuery
        {
            Queries = { Words(text, top), Near(vector, top) },
            Top = top,
        })),
    ];

    private static TextQuery Words(string text, int top) =>
        new(Library.Text, text) { Literal = true, Top = top };

    private static VectorQuery Near(ReadOnlyMemory<float> vector, int top) =>
        new(Library.Vector, vector) { Top = top };
}

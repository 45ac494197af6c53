namespace Zvec.Engine.Tests.Collections;

/// <summary>Searches the texts of a <see cref="CollectionModel"/> in the naive way, to compare with what the text index finds.</summary>
/// <param name="texts">The texts by key.</param>
/// <param name="index">How the field is indexed.</param>
internal sealed class ModelTexts(IEnumerable<KeyValuePair<int, string?>> texts, TextIndexOptions index)
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private static readonly string[] Vocabulary = ["ant", "Ant", "bee", "Bee", "cat", "dog", "eel"];

    private readonly (int Key, string[] Words)[] _texts =
        [.. texts.Where(text => text.Value is not null).Select(text => (text.Key, WordsOf(text.Value!, index)))];

    /// <summary>The index that the field has at first.</summary>
    public static TextIndexOptions Index { get; } = new();

    /// <summary>Another index, for which letter case makes a difference.</summary>
    public static TextIndexOptions CasedIndex { get; } = new() { LowerCase = false };

    /// <summary>A text of a few words that return in others; null for none.</summary>
    public static string? RandomText(Random random) => random.Next(6) == 0
        ? null
        : string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => Word(random)));

    /// <summary>Compares what a collection finds: for alternatives, and for exclusions, a phrase or a prefix.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="isExact">Whether its statistics are those of the texts: it has no deleted documents.</param>
    /// <param name="random">Chooses the words.</param>
    /// <returns>The query of which the answer is wrong; null when none is.</returns>
    public string? FindProblem(Collection collection, bool isExact, Random random)
    {
        (string first, string second, string third) = (Word(random), Word(random), Word(random));
        string one = Fold(first);
        string other = Fold(second);
        string prefix = one[..2];
        string? problem = random.Next(3) switch
        {
            0 => FindProblem(collection, $"{first} AND {second} NOT {third}", random, words =>
                words.Contains(one) && words.Contains(other) && !words.Contains(Fold(third))),
            1 => FindProblem(collection, $"\"{first} {second}\"", random, words =>
                words.Zip(words.Skip(1)).Any(pair => pair == (one, other))),
            _ => FindProblem(collection, prefix + "*", random, words =>
                words.Any(word => word.StartsWith(prefix, StringComparison.Ordinal))),
        };
        return problem ?? FindProblem(collection, $"{first} {second}", random, words =>
            words.Contains(one) || words.Contains(other), isExact ? [one, other] : null);
    }

    private static string Word(Random random) => Vocabulary[random.Next(Vocabulary.Length)];

    private static string[] WordsOf(string text, TextIndexOptions index) =>
        (index.LowerCase ? text.ToLowerInvariant() : text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private string Fold(string word) => index.LowerCase ? word.ToLowerInvariant() : word;

    private string? FindProblem(
        Collection collection, string query, Random random, Func<string[], bool> fits, string[]? scored = null)
    {
        int[] expected = [.. _texts.Where(text => fits(text.Words)).Select(text => text.Key)];
        int top = random.Next(1, _texts.Length + 2);
        IReadOnlyList<SearchHit> hits = collection.Search(new TextQuery("text", query) { Top = top, OutputFields = [] });
        HashSet<int> found = [.. hits.Select(hit => (int)hit.Key.Value)];
        bool isRight = found.Count == hits.Count && hits.Count == Math.Min(top, expected.Length) && found.IsSubsetOf(expected);
        if (isRight && scored is not null)
        {
            double[] scores = [.. _texts.Where(text => fits(text.Words)).Select(text => Score(text.Words, scored)).OrderDescending()];
            isRight = hits.Select((hit, i) => Math.Abs(hit.Score - scores[i]) <= 1e-5 * scores[i]).All(same => same);
        }

        return isRight ? null : $"{query} (top {top}): {string.Join(' ', hits.Select(hit => $"{hit.Key}={hit.Score}"))} instead of "
            + string.Join(' ', expected);
    }

    private double Score(string[] words, string[] query) => query.Sum(one =>
    {
        double frequency = words.Count(word => word == one);
        double having = _texts.Count(text => text.Words.Contains(one));
        double rarity = Math.Log(1 + ((_texts.Length - having + 0.5) / (having + 0.5)));
        double average = _texts.Average(text => text.Words.Length);
        return rarity * frequency * (K1 + 1) / (frequency + (K1 * (1 - B + (B * words.Length / average))));
    });
}

namespace Zvec.Engine.Tests.Search.Text;

/// <summary>Texts of a collection, and what is known of them all: the naive way to score.</summary>
internal sealed class TextModel
{
    private readonly Dictionary<string, string[]?[]> _words = [];
    private readonly Dictionary<string, (double Count, double AverageLength)> _statistics = [];
    private readonly Dictionary<(string Field, string Meaning), int> _having = [];

    /// <param name="texts">For each document its fields' texts; null for none.</param>
    public TextModel(IReadOnlyList<IReadOnlyDictionary<string, string?>> texts)
    {
        Count = texts.Count;
        foreach (string field in texts.SelectMany(text => text.Keys).Distinct())
        {
            string[]?[] words = [.. texts.Select(text => text[field] is { } words ? ListedTextIndex.WordsOf(words) : null)];
            double count = words.Count(text => text is not null);
            _words.Add(field, words);
            _statistics.Add(field, (count, words.Sum(text => text?.Length ?? 0) / count));
        }
    }

    public int Count { get; }

    /// <summary>The score of a document for words that count as one.</summary>
    /// <param name="document">The document.</param>
    /// <param name="field">The field.</param>
    /// <param name="meaning">The words; a star behind stands for all that begin so.</param>
    public double? Score(int document, string field, string meaning)
    {
        string[]?[] all = _words[field];
        string[] words = all[document] ?? [];
        double frequency = words.Count(word => IsMeant(word, meaning));
        if (frequency == 0)
            return null;
        if (!_having.TryGetValue((field, meaning), out int having))
            _having.Add((field, meaning), having = all.Sum(text => text?.Distinct().Count(word => IsMeant(word, meaning)) ?? 0));
        (double count, double average) = _statistics[field];
        double inverse = Math.Log(((count - Math.Min(count, having) + 0.5) / (Math.Min(count, having) + 0.5)) + 1);
        return inverse * frequency * 2.2 / (frequency + (1.2 * (0.25 + (0.75 * words.Length / average))));
    }

    /// <summary>Whether words stand in a text as in a phrase, found by trying all places.</summary>
    public bool HasPhrase(int document, string field, string[] phrase, int slop)
    {
        string[] words = _words[field][document] ?? [];
        return Place([]);

        bool Place(List<int> places)
        {
            if (places.Count == phrase.Length)
            {
                int[] moved = [.. places.Select((place, i) => place - i)];
                return moved.Max() - moved.Min() <= slop;
            }

            for (int place = 0; place < words.Length; place++)
            {
                if (words[place] == phrase[places.Count] && !places.Contains(place) && Place([.. places, place]))
                    return true;
            }

            return false;
        }
    }

    private static bool IsMeant(string word, string meaning) =>
        meaning[^1] == '*' ? word.StartsWith(meaning[..^1], StringComparison.Ordinal) : word == meaning;
}

namespace Zvec.Samples.HybridSearch;

/// <summary>A sentence without the word that it is about, and the meaning that it belongs to.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Id">The key of the meaning.</param>
internal sealed record Question(string Text, string Id)
{
    /// <summary>A sentence of fewer words says too little.</summary>
    private const int FewestWords = 4;

    /// <summary>Makes questions of the examples that WordNet gives for its meanings: the word itself is taken out, whatever its ending,
    /// so that only the rest of the sentence can lead back to it.</summary>
    /// <param name="meanings">The meanings.</param>
    /// <param name="count">How many questions, evenly spread over all that there are.</param>
    public static List<Question> From(IEnumerable<Meaning> meanings, int count)
    {
        var all = new List<Question>();
        foreach (var meaning in meanings)
        {
            foreach (string example in meaning.Examples)
            {
                if (Without(example, meaning.Words) is { } text)
                    all.Add(new Question(text, meaning.Id));
            }
        }

        int chosen = Math.Min(count, all.Count);
        return [.. Enumerable.Range(0, chosen).Select(i => all[(int)((long)i * all.Count / chosen)])];
    }

    /// <returns>The sentence without the words; null when it has none of them, or little else.</returns>
    private static string? Without(string sentence, string[] words)
    {
        string[] tokens = sentence.Split([' ', ',', '.', ';', ':', '"', '!', '?', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        string[] rest = [.. tokens.Where(token => !words.Any(word => IsForm(token, word)))];
        return rest.Length < tokens.Length && rest.Length >= FewestWords ? string.Join(' ', rest) : null;
    }

    /// <summary>Whether a token is a word with another ending: "cooked" of "cook", "studies" of "study".</summary>
    private static bool IsForm(string token, string word)
    {
        int stem = Math.Max(2, word.Length - 1);
        return token.Length <= word.Length + 4
            && token.Length >= stem
            && string.Compare(token, 0, word, 0, stem, StringComparison.OrdinalIgnoreCase) == 0;
    }
}

using System.Text.RegularExpressions;

namespace Zvec.Samples.HybridSearch;

/// <summary>A sentence without the word that it is an example of, and the meaning that it belongs to.</summary>
/// <param name="Text">The sentence, with dots where the word was.</param>
/// <param name="Sentence">The whole sentence, which the collection must not hold.</param>
/// <param name="Meaning">The meaning to find.</param>
internal sealed partial record Question(string Text, string Sentence, Meaning Meaning)
{
    /// <summary>Who reads fewer words cannot guess the missing one either.</summary>
    private const int FewestWords = 10;

    /// <summary>Makes questions of the examples that WordNet gives for its meanings. All words of the meaning are taken out, whatever
    /// their endings, so that only the rest of the sentence can lead back to it.</summary>
    public static List<Question> From(IEnumerable<Meaning> meanings)
    {
        var questions = new List<Question>();
        foreach (var meaning in meanings)
        {
            foreach (string example in meaning.Examples)
            {
                if (Without(example, meaning.Words) is { } text)
                    questions.Add(new Question(text, example, meaning));
            }
        }

        return questions;
    }

    /// <returns>The sentence without the words; null when none of them is there whole, or little else is.</returns>
    private static string? Without(string sentence, string[] words)
    {
        string[] tokens = [.. Token.Matches(sentence).Select(match => match.Value)];
        string[][] parts = [.. words.Select(word => Token.Matches(word).Select(match => match.Value).ToArray())];
        bool IsThere(string part) => tokens.Any(token => IsForm(token, part));
        bool IsMeant(string token) => parts.Any(word => word.Any(part => IsForm(token, part)));

        return parts.Any(word => word.All(IsThere)) && tokens.Count(token => !IsMeant(token)) >= FewestWords
            ? Token.Replace(sentence, match => IsMeant(match.Value) ? "…" : match.Value)
            : null;
    }

    /// <summary>Whether a token is a word with another ending: "cooked" of "cook", "studies" of "study".</summary>
    private static bool IsForm(string token, string word)
    {
        int stem = Math.Max(Math.Min(word.Length, 3), word.Length - 1);
        return token.Length >= stem
            && token.Length <= (word.Length < 3 ? stem : word.Length + 4)
            && string.Compare(token, 0, word, 0, stem, StringComparison.OrdinalIgnoreCase) == 0;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Token { get; }
}

namespace Zvec.SemanticKernel.Reading;

/// <summary>The words of a query.</summary>
internal static class QueryWords
{
    private const string Punctuation = ".,;:!?\"'()[]{}<>…“”‘’«»¿¡。、？！，；：";

    /// <summary>What spaces part, without punctuation at either end. Signs within stay, as in C# or year-end: a store's own analysis
    /// knows better what to make of them.</summary>
    public static ICollection<string> Of(string query)
    {
        var words = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string part in query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            string word = part.Trim(Punctuation.ToCharArray());
            if (word.Any(char.IsLetterOrDigit) && seen.Add(word))
                words.Add(word);
        }

        return words;
    }
}

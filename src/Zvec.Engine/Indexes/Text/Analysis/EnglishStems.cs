namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>The endings and exceptional forms that <see cref="EnglishStemmer"/> knows.</summary>
internal static class EnglishStems
{
    /// <summary>The endings of step 2, the longest first.</summary>
    public static readonly EnglishSuffix[] Step2 = LongestFirst(
        new("tional", "tion"),
        new("enci", "ence"),
        new("anci", "ance"),
        new("abli", "able"),
        new("entli", "ent"),
        new("izer", "ize"),
        new("ization", "ize"),
        new("ational", "ate"),
        new("ation", "ate"),
        new("ator", "ate"),
        new("alism", "al"),
        new("aliti", "al"),
        new("alli", "al"),
        new("fulness", "ful"),
        new("ousli", "ous"),
        new("ousness", "ous"),
        new("iveness", "ive"),
        new("iviti", "ive"),
        new("biliti", "ble"),
        new("bli", "ble"),
        new("ogist", "og"),
        new("ogi", "og", After: "l"),
        new("fulli", "ful"),
        new("lessli", "less"),
        new("li", "", After: "cdeghkmnrt"));

    /// <summary>The endings of step 3, the longest first.</summary>
    public static readonly EnglishSuffix[] Step3 = LongestFirst(
        new("tional", "tion"),
        new("ational", "ate"),
        new("alize", "al"),
        new("icate", "ic"),
        new("iciti", "ic"),
        new("ical", "ic"),
        new("ful", ""),
        new("ness", ""),
        new("ative", "", OnlyInR2: true));

    /// <summary>The endings of step 4, the longest first.</summary>
    public static readonly EnglishSuffix[] Step4 = LongestFirst(
        [
            .. ((string[])["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ism", "ate", "iti", "ous", "ive", "ize"])
                .Select(ending => new EnglishSuffix(ending, "", OnlyInR2: true)),
            new("ion", "", After: "st", OnlyInR2: true),
        ]);

    private static readonly string[] RegionPrefixes =
        ["gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter"];

    /// <summary>The stem of a word that the rules would stem badly; null for other words.</summary>
    public static string? Exception(ReadOnlySpan<char> word) => word switch
    {
        "skis" => "ski",
        "skies" => "sky",
        "idly" => "idl",
        "gently" => "gentl",
        "ugly" => "ugli",
        "early" => "earli",
        "only" => "onli",
        "singly" => "singl",
        "sky" => "sky",
        "news" => "news",
        "howe" => "howe",
        "atlas" => "atlas",
        "cosmos" => "cosmos",
        "bias" => "bias",
        "andes" => "andes",
        _ => null,
    };

    /// <summary>Where R1 begins in a word with one of the beginnings that are exceptions; 0 in other words.</summary>
    public static int RegionPrefix(ReadOnlySpan<char> word)
    {
        foreach (string prefix in RegionPrefixes)
        {
            if (word.StartsWith(prefix, StringComparison.Ordinal))
                return prefix.Length;
        }

        return 0;
    }

    /// <summary>Whether a word with this before <c>eed</c> or <c>eedly</c> keeps its ending.</summary>
    public static bool KeepsEed(ReadOnlySpan<char> before) => before is "proc" or "exc" or "succ";

    /// <summary>Whether a word with this before <c>ing</c> keeps its ending.</summary>
    public static bool KeepsIng(ReadOnlySpan<char> before) => before is "inn" or "out" or "cann" or "herr" or "earr" or "even";

    private static EnglishSuffix[] LongestFirst(params EnglishSuffix[] suffixes) => [.. suffixes.OrderByDescending(suffix => suffix.Text.Length)];
}

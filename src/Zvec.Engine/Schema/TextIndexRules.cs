using System.Globalization;

namespace Zvec.Engine.Schema;

/// <summary>The rules that the options of a text index keep.</summary>
internal static class TextIndexRules
{
    public const int MaxGram = 16;
    public const int MaxStopWords = 10_000;
    public const int MaxWordLength = 255;

    private const TextCharacters AllSorts = TextCharacters.Letters | TextCharacters.Digits | TextCharacters.WhiteSpace
        | TextCharacters.Punctuation | TextCharacters.Symbols;

    /// <summary>What is wrong with the options, and the remedy, as the rest of a sentence about the field; null when nothing is.</summary>
    public static string? Broken(TextIndexOptions options)
    {
        if (!Enum.IsDefined(options.Tokenizer))
            return $"has a text index with the unknown tokenizer {(int)options.Tokenizer}; use a member of TextTokenizer.";
        if (!Enum.IsDefined(options.Stemmer))
            return $"has a text index with the unknown stemmer {(int)options.Stemmer}; use a member of TextStemmer.";
        if ((options.GramCharacters & ~AllSorts) != 0)
            return $"has a text index with the unknown gram characters {(int)options.GramCharacters}; use members of TextCharacters.";
        if (options.MinGram is < 1 or > MaxGram)
            return Invariant($"has a text index with MinGram {options.MinGram}; use 1 to {MaxGram}.");
        if (options.MaxGram < options.MinGram || options.MaxGram > MaxGram)
        {
            return Invariant(
                $"has a text index with MaxGram {options.MaxGram}; use {options.MinGram}, which is its MinGram, to {MaxGram}.");
        }

        return BrokenSteps(options) ?? BrokenWords(options.StopWords);
    }

    private static string? BrokenSteps(TextIndexOptions options)
    {
        if (options.Tokenizer == TextTokenizer.NGram && (options.Stemmer != TextStemmer.None || options.StopWords is not null))
            return "has a text index of n-grams with a stemmer or stop words, which are for words; use another tokenizer, or neither.";
        if (options.Tokenizer != TextTokenizer.Standard && options.CjkBigrams)
            return $"has a text index with CjkBigrams and the tokenizer {options.Tokenizer}; use Standard, or leave CjkBigrams out.";
        if (options.Stemmer != TextStemmer.None && !options.LowerCase)
            return "has a text index with a stemmer and without LowerCase, but stemmers know lower-case words only; set LowerCase.";
        return null;
    }

    private static string? BrokenWords(StopWordSet? words)
    {
        if (words is null)
            return null;
        if (words.Count is 0 or > MaxStopWords)
            return Invariant($"has a text index with {words.Count} stop words; use 1 to {MaxStopWords}, or null for none.");
        foreach (string word in words)
        {
            if (string.IsNullOrWhiteSpace(word))
                return "has a text index with a blank stop word; remove it.";
            if (word.Length > MaxWordLength)
                return Invariant($"has a text index with a stop word of {word.Length} characters; use at most {MaxWordLength}.");
            if (!WellFormedText.Is(word))
                return $"has a text index with a stop word that has half of a surrogate pair in it; use well-formed Unicode.";
        }

        return null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

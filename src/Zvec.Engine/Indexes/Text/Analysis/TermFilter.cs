using System.Collections.Frozen;

namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>Makes terms of tokens: folds case, folds to ASCII, drops stop words, stems. Immutable.</summary>
internal sealed class TermFilter
{
    private readonly bool _foldsCase;
    private readonly bool _foldsToAscii;
    private readonly bool _stems;
    private readonly int _longestStopWord;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _stopWords;

    /// <summary>Prepares the steps that an index asks for.</summary>
    public TermFilter(TextIndexOptions options)
    {
        _foldsCase = options.LowerCase;
        _foldsToAscii = options.AsciiFolding;
        _stems = options.Stemmer == TextStemmer.English;
        if (options.StopWords is not { } words)
            return;

        FrozenSet<string> folded = words.Select(Folded).ToFrozenSet(StringComparer.Ordinal);
        _stopWords = folded.GetAlternateLookup<ReadOnlySpan<char>>();
        _longestStopWord = folded.Max(word => word.Length);
    }

    /// <summary>The most that a text can grow, in characters for each of its characters.</summary>
    public static int MaxGrowth => AsciiFolding.MaxLength;

    /// <summary>Makes a term.</summary>
    /// <param name="token">The token, as it stands in the text.</param>
    /// <param name="into">Where the term goes; <see cref="MaxGrowth"/> times as long as the token.</param>
    /// <returns>The term's length; 0 when there is none.</returns>
    public int Apply(ReadOnlySpan<char> token, Span<char> into)
    {
        int length = Fold(token, into);
        if (length <= _longestStopWord && _stopWords.Contains(into[..length]))
            return 0;
        return _stems ? EnglishStemmer.Stem(into[..length]) : length;
    }

    /// <summary>Folds case and to ASCII, as far as the options ask for it, and nothing more.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="into">Where the result goes; <see cref="MaxGrowth"/> times as long as the text.</param>
    /// <returns>The result's length.</returns>
    public int Fold(ReadOnlySpan<char> text, Span<char> into)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char unit = text[i];
            if (char.IsAscii(unit))
                into[length++] = _foldsCase && char.IsAsciiLetterUpper(unit) ? (char)(unit | 0x20) : unit;
            else if (char.IsHighSurrogate(unit) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                length += Fold(char.ConvertToUtf32(unit, text[++i]), into, length);
            else
                length += Fold(unit, into, length);
        }

        return length;
    }

    /// <summary>Folds a code point that is none of ASCII.</summary>
    private int Fold(int codePoint, Span<char> into, int length)
    {
        if (_foldsCase)
            codePoint = CaseFolding.Fold(codePoint);
        if (_foldsToAscii)
        {
            if (AsciiFolding.TryFold(codePoint, out string? likeness))
            {
                likeness.CopyTo(into[length..]);
                return likeness.Length;
            }

            if (AsciiFolding.IsMark(codePoint) && length > 0 && char.IsAscii(into[length - 1]))
                return 0;
        }

        if (codePoint <= char.MaxValue)
        {
            into[length] = (char)codePoint;
            return 1;
        }

        into[length] = (char)((codePoint >> 10) + 0xD7C0);
        into[length + 1] = (char)((codePoint & 0x3FF) | 0xDC00);
        return 2;
    }

    private string Folded(string word)
    {
        char[] folded = new char[word.Length * MaxGrowth];
        return new string(folded, 0, Fold(word, folded));
    }
}

using System.Globalization;
using System.Text;

namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>The runs of so and so many characters of a text (<see cref="TextTokenizer.NGram"/>), by their first character and then by their
/// length. Those with the same first character share its place.</summary>
/// <param name="text">The text.</param>
/// <param name="options">The lengths, and which characters count.</param>
internal ref struct NGramTokens(ReadOnlySpan<char> text, TextIndexOptions options) : ITokens
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly TextIndexOptions _options = options;
    private int _length = options.MaxGram; // of the present one, in characters

    /// <inheritdoc/>
    public int Start { get; private set; } = -1;

    /// <inheritdoc/>
    public int End { get; private set; }

    /// <inheritdoc/>
    public int Position { get; private set; } = -1;

    /// <inheritdoc/>
    public bool Next()
    {
        if (_length < _options.MaxGram && TryExtend(1))
            return true;

        int start = Start < 0 ? 0 : Start + LengthAt(Start);
        for (; start < _text.Length; start += LengthAt(start))
        {
            Position++;
            Start = End = start;
            _length = 0;
            if (TryExtend(_options.MinGram))
                return true;
        }

        Start = start;
        _length = _options.MaxGram;
        return false;
    }

    /// <summary>Takes some more characters into the present token, unless one of them does not count or is not there.</summary>
    private bool TryExtend(int count)
    {
        int end = End;
        for (int i = 0; i < count; i++)
        {
            if (end == _text.Length || !Counts(end))
                return false;
            end += LengthAt(end);
        }

        End = end;
        _length += count;
        return true;
    }

    private readonly int LengthAt(int at) => at + 1 < _text.Length && char.IsSurrogatePair(_text[at], _text[at + 1]) ? 2 : 1;

    private readonly bool Counts(int at)
    {
        if (_options.GramCharacters == TextCharacters.All)
            return true;
        if (Rune.DecodeFromUtf16(_text[at..], out Rune character, out _) != System.Buffers.OperationStatus.Done)
            return false;
        return (_options.GramCharacters & SortOf(character)) != 0;
    }

    private static TextCharacters SortOf(Rune character)
    {
        if (Rune.IsWhiteSpace(character))
            return TextCharacters.WhiteSpace;
        return Rune.GetUnicodeCategory(character) switch
        {
            >= UnicodeCategory.UppercaseLetter and <= UnicodeCategory.EnclosingMark => TextCharacters.Letters,
            >= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber => TextCharacters.Digits,
            >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation => TextCharacters.Punctuation,
            >= UnicodeCategory.MathSymbol and <= UnicodeCategory.OtherSymbol => TextCharacters.Symbols,
            _ => TextCharacters.All,
        };
    }
}

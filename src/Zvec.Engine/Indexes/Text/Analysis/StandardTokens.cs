namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>The words of a text (<see cref="TextTokenizer.Standard"/>).</summary>
/// <param name="text">The text.</param>
internal ref struct StandardTokens(ReadOnlySpan<char> text) : ITokens
{
    private const char AsPicture = '\uFE0F'; // variation selector 16

    private readonly ReadOnlySpan<char> _text = text;
    private int _wordEnd;
    private bool _isEastAsian;

    /// <inheritdoc/>
    public int Start { get; private set; }

    /// <inheritdoc/>
    public int End { get; private set; }

    /// <inheritdoc/>
    public int Position { get; private set; } = -1;

    /// <summary>Whether the present token is Chinese, Japanese or Korean throughout.</summary>
    public readonly bool IsEastAsian => _isEastAsian;

    /// <inheritdoc/>
    public bool Next()
    {
        Start = End;
        if (Start == _wordEnd && !NextWord())
            return false;
        End = TokenLimit.PieceEnd(_text, Start, _wordEnd);
        Position++;
        return true;
    }

    /// <summary>Moves to the next word that is more than punctuation, white space and the like.</summary>
    private bool NextWord()
    {
        while (_wordEnd < _text.Length)
        {
            Start = _wordEnd;
            _wordEnd = WordBreaks.FindEnd(_text, Start, out WordBreakClasses classes);
            if (classes.HasLetters || (classes.HasPictograph && _text[Start.._wordEnd].Contains(AsPicture)))
            {
                _isEastAsian = classes.IsEastAsian;
                return true;
            }
        }

        return false;
    }
}

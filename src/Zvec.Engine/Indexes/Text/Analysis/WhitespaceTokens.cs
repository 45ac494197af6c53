namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>What stands between white space (<see cref="TextTokenizer.Whitespace"/>).</summary>
/// <param name="text">The text.</param>
internal ref struct WhitespaceTokens(ReadOnlySpan<char> text) : ITokens
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _runEnd;

    /// <inheritdoc/>
    public int Start { get; private set; }

    /// <inheritdoc/>
    public int End { get; private set; }

    /// <inheritdoc/>
    public int Position { get; private set; } = -1;

    /// <inheritdoc/>
    public bool Next()
    {
        Start = End;
        if (Start == _runEnd)
        {
            while (Start < _text.Length && char.IsWhiteSpace(_text[Start]))
                Start++;
            if (Start == _text.Length)
                return false;
            _runEnd = Start + 1;
            while (_runEnd < _text.Length && !char.IsWhiteSpace(_text[_runEnd]))
                _runEnd++;
        }

        End = TokenLimit.PieceEnd(_text, Start, _runEnd);
        Position++;
        return true;
    }
}

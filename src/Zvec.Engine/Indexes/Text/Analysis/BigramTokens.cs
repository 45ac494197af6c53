namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>The words of a text, with the characters of adjoining Chinese, Japanese and Korean words in overlapping pairs
/// (<see cref="TextIndexOptions.CjkBigrams"/>).</summary>
/// <param name="text">The text.</param>
internal ref struct BigramTokens(ReadOnlySpan<char> text) : ITokens
{
    private readonly ReadOnlySpan<char> _text = text;
    private StandardTokens _words = new(text);
    private int _first; // the first character of the next pair
    private int _second; // the one behind it
    private int _runEnd; // the end of the characters that pairs are made of

    /// <inheritdoc/>
    public int Start { get; private set; }

    /// <inheritdoc/>
    public int End { get; private set; }

    /// <inheritdoc/>
    public int Position { get; private set; } = -1;

    /// <inheritdoc/>
    public bool Next()
    {
        if (_second == _runEnd)
        {
            if (!_words.Next())
                return false;
            Start = _words.Start;
            End = _words.End;
            if (!_words.IsEastAsian || !BeginRun())
            {
                Position++;
                return true;
            }
        }

        Start = _first;
        End = CharacterEnd(_second);
        _first = _second;
        _second = End;
        Position++;
        return true;
    }

    /// <summary>Begins with the characters from the present word on; false when there is only one.</summary>
    private bool BeginRun()
    {
        int runEnd = _words.End;
        for (StandardTokens ahead = _words; ahead.Next() && ahead.Start == runEnd && ahead.IsEastAsian; runEnd = ahead.End)
            _words = ahead;

        int second = CharacterEnd(Start, runEnd);
        if (second == runEnd)
        {
            End = runEnd;
            return false;
        }

        _first = Start;
        _second = second;
        _runEnd = runEnd;
        return true;
    }

    private readonly int CharacterEnd(int start) => CharacterEnd(start, _runEnd);

    /// <summary>The end of a character and of the marks upon it.</summary>
    private readonly int CharacterEnd(int start, int runEnd)
    {
        int end = start;
        WordBreakTable.Read(_text, ref end);
        for (int after = end; after < runEnd; end = after)
        {
            if (WordBreakTable.Read(_text, ref after) is not (WordBreakClass.Extend or WordBreakClass.Format or WordBreakClass.Joiner))
                break;
        }

        return end;
    }
}

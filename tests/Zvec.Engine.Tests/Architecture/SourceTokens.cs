namespace Zvec.Engine.Tests.Architecture;

/// <summary>Splits C# source into identifiers, keywords and punctuation. Comments, directives and the text of literals are left out; the
/// code inside the holes of interpolated strings is kept.</summary>
internal sealed class SourceTokens
{
    private static readonly string[] LongPunctuation = ["=>", "==", "::", "!=", "<=", ">="];

    private readonly string _text;
    private readonly List<string> _tokens = [];
    private int _at;

    private SourceTokens(string text) => _text = text;

    public static IReadOnlyList<string> Of(string text)
    {
        var source = new SourceTokens(text);
        source.ReadCode(insideHole: false);
        return source._tokens;
    }

    public static bool IsIdentifier(string token) => token[0] == '_' || char.IsLetter(token[0]);

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private bool AtEnd => _at >= _text.Length;

    /// <summary>Reads to the end of the text, or to the closing brace (or the format's colon) of an interpolation hole.</summary>
    private void ReadCode(bool insideHole)
    {
        int depth = 0;
        bool lineStart = true;
        while (!AtEnd)
        {
            char c = Current;
            if (insideHole && depth == 0 && (c == '}' || (c == ':' && Next != ':')))
                return;
            if (c == '\n')
                lineStart = true;
            if (char.IsWhiteSpace(c))
            {
                _at++;
                continue;
            }

            if (c == '#' && lineStart)
                SkipTo("\n");
            else if (c == '/' && Next == '/')
                SkipTo("\n");
            else if (c == '/' && Next == '*')
                SkipPast("*/", 2);
            else if (c == '\'')
                SkipCharacter();
            else if (c is '"' or '$' || (c == '@' && Next is '"' or '$'))
                ReadString();
            else if (c is '_' or '@' || char.IsLetter(c))
                ReadWord();
            else if (char.IsDigit(c))
                ReadNumber();
            else
                ReadPunctuation(ref depth);
            lineStart = false;
        }
    }

    private void ReadWord()
    {
        if (Current == '@')
            _at++;
        int start = _at;
        while (Current == '_' || char.IsLetterOrDigit(Current))
            _at++;
        if (_at == start)
            _at++;
        else
            _tokens.Add(_text[start.._at]);
    }

    private void ReadNumber()
    {
        int start = _at;
        while (Current == '_' || char.IsLetterOrDigit(Current) || (Current == '.' && char.IsDigit(Next)))
            _at++;
        _tokens.Add(_text[start.._at]);
    }

    private void ReadPunctuation(ref int depth)
    {
        depth += Current switch { '{' or '(' or '[' => 1, '}' or ')' or ']' => -1, _ => 0 };
        string token = LongPunctuation.FirstOrDefault(two => string.CompareOrdinal(_text, _at, two, 0, 2) == 0) ?? _text[_at].ToString();
        _at += token.Length;
        _tokens.Add(token);
    }

    private void SkipCharacter()
    {
        _at++;
        while (!AtEnd && Current != '\'')
            _at += Current == '\\' ? 2 : 1;
        _at++;
    }

    private void ReadString()
    {
        int dollars = 0;
        bool verbatim = false;
        for (; Current is '$' or '@'; _at++)
        {
            if (Current == '$')
                dollars++;
            else
                verbatim = true;
        }

        int quotes = 0;
        while (_at + quotes < _text.Length && _text[_at + quotes] == '"')
            quotes++;
        bool raw = quotes >= 3;
        if (!raw)
            quotes = 1;
        _at += quotes;
        _tokens.Add("\"");
        while (!AtEnd && !(Current == '"' && EndsHere(quotes, verbatim)))
        {
            if (Current == '\\' && !raw && !verbatim)
                _at += 2;
            else if (Current == '"' && verbatim && !raw)
                _at += 2;
            else if (Current == '{' && dollars > 0 && HoleStarts(dollars, raw))
                ReadHole(raw ? dollars : 1);
            else
                _at++;
        }

        _at += quotes;
    }

    private bool EndsHere(int quotes, bool verbatim)
    {
        if (verbatim && quotes == 1)
            return Next != '"';
        return string.CompareOrdinal(_text, _at, new string('"', quotes), 0, quotes) == 0;
    }

    /// <summary>Whether the braces here open a hole; if they stand for themselves, goes past all of them but one.</summary>
    private bool HoleStarts(int dollars, bool raw)
    {
        int braces = 0;
        while (_at + braces < _text.Length && _text[_at + braces] == '{')
            braces++;
        bool starts = raw ? braces >= dollars : braces % 2 == 1;
        _at += starts ? braces - (raw ? dollars : 1) : braces - 1;
        return starts;
    }

    private void ReadHole(int braces)
    {
        _at += braces;
        ReadCode(insideHole: true);
        if (Current == ':')
            SkipTo("}");
        _at += braces;
    }

    private void SkipTo(string end)
    {
        int found = _text.IndexOf(end, _at, StringComparison.Ordinal);
        _at = found < 0 ? _text.Length : found;
    }

    private void SkipPast(string end, int from)
    {
        int found = _text.IndexOf(end, _at + from, StringComparison.Ordinal);
        _at = found < 0 ? _text.Length : found + end.Length;
    }
}

using Parlot;
using Parlot.Fluent;

namespace Zvec.Engine.Filters.Text;

/// <summary>Says where a filter's text stopped being one.</summary>
internal static class FilterErrorText
{
    private const int LongestToken = 40;

    /// <param name="text">The filter.</param>
    /// <param name="offset">Where the parser stood; what is wrong is the next token.</param>
    /// <param name="expected">What could have stood there.</param>
    public static string Describe(string text, int offset, string expected)
    {
        offset = TokenStart(text, Math.Min(offset, text.Length));
        return $"The filter is not valid at {new TextPlace(text, offset)}: expected {expected}, found {Token(text.AsSpan(offset))}.";
    }

    private static int TokenStart(string text, int offset)
    {
        if (offset == text.Length)
            return offset;
        var scanner = new Scanner(text);
        scanner.Cursor.Advance(offset);
        try
        {
            new ParseContext(scanner) { WhiteSpaceParser = FilterGrammar.Space }.SkipWhiteSpace();
            return scanner.Cursor.Offset;
        }
        catch (ParseException unclosedComment)
        {
            return unclosedComment.Position.Offset;
        }
    }

    private static string Token(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty)
            return "the end of the text";
        int length = 0;
        while (length < rest.Length && FilterGrammar.IsWordCharacter(rest[length]))
            length++;
        ReadOnlySpan<char> word = rest[..length];
        if (length == 0)
            length = char.IsHighSurrogate(rest[0]) && rest.Length > 1 ? 2 : 1;
        string shown = length > LongestToken ? $"'{rest[..LongestToken]}…'" : $"'{rest[..length]}'";
        return FilterGrammar.IsKeyword(word) ? $"the keyword {shown} (a field of that name stands in backticks)" : shown;
    }
}

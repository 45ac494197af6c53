using System.Globalization;

namespace Zvec.Engine.Search;

/// <summary>Says where and why a text is no query.</summary>
internal static class TextQueryError
{
    private const int LongestShown = 40;

    /// <param name="text">The query.</param>
    /// <param name="offset">Where it stopped being one.</param>
    /// <param name="expected">What could have stood there.</param>
    public static ZvecException At(string text, int offset, string expected)
    {
        ReadOnlySpan<char> rest = text.AsSpan(Math.Min(offset, text.Length));
        string found = rest.IsEmpty ? "the end of the text" : $"'{Shown(rest)}'";
        return new ZvecException(
            ZvecErrorCode.InvalidArgument,
            $"The text query is not valid at {Place(text, offset)}: expected {expected}, found {found}. "
                + "A backslash takes its meaning from a character; TextQuery.Literal takes it from all.");
    }

    /// <summary>The line and column of an offset.</summary>
    public static string Place(string text, int offset)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, Math.Min(offset, text.Length));
        return string.Create(CultureInfo.InvariantCulture, $"line {before.Count('\n') + 1}, column {before.Length - before.LastIndexOf('\n')}");
    }

    private static string Shown(ReadOnlySpan<char> rest)
    {
        int length = 0;
        while (length < rest.Length && !char.IsWhiteSpace(rest[length]))
            length++;
        length = Math.Max(1, length);
        return length > LongestShown ? $"{rest[..LongestShown]}…" : rest[..length].ToString();
    }
}

using System.Text;
using Parlot;
using Parlot.Fluent;

namespace Zvec.Engine.Search;

/// <summary>A word of a text query: up to a space or a character that means something, unless a backslash stands before it.</summary>
internal sealed class TextQueryWordParser : Parser<TextQueryWord>
{
    public override bool Parse(ParseContext context, ref ParseResult<TextQueryWord> result)
    {
        Cursor cursor = context.Scanner.Cursor;
        ReadOnlySpan<char> rest = context.Scanner.Buffer.AsSpan(cursor.Offset);
        var word = new StringBuilder();
        bool escaped = false;
        int length = 0;
        while (length < rest.Length && !EndsWord(rest[length]))
        {
            if (rest[length] == '\\')
            {
                if (++length == rest.Length)
                {
                    cursor.Advance(length);
                    throw new ParseException("a character behind '\\'", cursor.Position);
                }

                escaped = true;
            }

            word.Append(rest[length++]);
        }

        if (length == 0)
            return false;
        result.Set(cursor.Offset, cursor.Offset + length, new TextQueryWord(word.ToString(), escaped));
        cursor.Advance(length);
        return true;
    }

    private static bool EndsWord(char character) => char.IsWhiteSpace(character) || character is '(' or ')' or '"' or '^' or '~' or '*' or ':' or '|';
}

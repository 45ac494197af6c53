using System.Text;
using Parlot;
using Parlot.Fluent;

namespace Zvec.Engine.Search;

/// <summary>Text between quotes, in which a backslash stands before a quote or a backslash that belongs to the text.</summary>
internal sealed class TextQueryQuoteParser : Parser<string>
{
    public override bool Parse(ParseContext context, ref ParseResult<string> result)
    {
        Cursor cursor = context.Scanner.Cursor;
        ReadOnlySpan<char> rest = context.Scanner.Buffer.AsSpan(cursor.Offset);
        if (!rest.StartsWith('"'))
            return false;
        var text = new StringBuilder();
        for (int i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                result.Set(cursor.Offset, cursor.Offset + i + 1, text.ToString());
                cursor.Advance(i + 1);
                return true;
            }

            if (rest[i] == '\\' && i + 1 < rest.Length && rest[i + 1] is '"' or '\\')
                i++;
            text.Append(rest[i]);
        }

        throw new ParseException("a closing \" for this quote", cursor.Position);
    }
}

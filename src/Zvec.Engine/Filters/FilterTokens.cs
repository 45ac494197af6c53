using System.Globalization;
using System.Numerics;
using System.Text;
using Parlot;
using Parlot.Fluent;

namespace Zvec.Engine.Filters;

/// <summary>White space and comments: <c>-- to the end of the line</c> and <c>/* … */</c>.</summary>
internal sealed class FilterSpaceParser : Parser<TextSpan>
{
    public override bool Parse(ParseContext context, ref ParseResult<TextSpan> result)
    {
        Cursor cursor = context.Scanner.Cursor;
        int start = cursor.Offset;
        while (!cursor.Eof)
        {
            ReadOnlySpan<char> rest = context.Scanner.Buffer.AsSpan(cursor.Offset);
            int length = 0;
            if (char.IsWhiteSpace(rest[0]))
            {
                length = 1;
            }
            else if (rest.StartsWith("--"))
            {
                int end = rest.IndexOf('\n');
                length = end < 0 ? rest.Length : end + 1;
            }
            else if (rest.StartsWith("/*"))
            {
                int end = rest[2..].IndexOf("*/");
                length = end < 0 ? throw new ParseException("'*/' after this comment", cursor.Position) : end + 4;
            }

            if (length == 0)
                break;
            cursor.Advance(length);
        }

        result.Set(start, cursor.Offset, new TextSpan(context.Scanner.Buffer, start, cursor.Offset - start));
        return cursor.Offset > start;
    }
}

/// <summary>Text between two quotes. In backticks, a name, a backtick is doubled; in other quotes a backslash escapes a quote or a backslash and otherwise stands
/// for itself, so that the escapes of a <c>like</c> pattern need no second backslash.</summary>
internal sealed class FilterQuotedParser(char quote) : Parser<string>
{
    public override bool Parse(ParseContext context, ref ParseResult<string> result)
    {
        Cursor cursor = context.Scanner.Cursor;
        if (cursor.Current != quote || cursor.Eof)
            return false;

        ReadOnlySpan<char> text = context.Scanner.Buffer.AsSpan(cursor.Offset);
        var value = new StringBuilder();
        for (int i = 1; i < text.Length; i++)
        {
            char next = i + 1 < text.Length ? text[i + 1] : '\0';
            bool escapes = quote == '`' ? text[i] == '`' && next == '`' : text[i] == '\\' && next is '\'' or '"' or '\\';
            if (escapes && (quote == '`' || text[i] == '\\'))
            {
                value.Append(next);
                i++;
            }
            else if (text[i] == quote)
            {
                result.Set(cursor.Offset, cursor.Offset + i + 1, value.ToString());
                cursor.Advance(i + 1);
                return true;
            }
            else
            {
                value.Append(text[i]);
            }
        }

        throw new ParseException($"a closing {quote} for this quote", cursor.Position);
    }
}

/// <summary>A number: an integer of any size as <see cref="long"/> or <see cref="BigInteger"/>, with a suffix as <see cref="double"/> or <see cref="float"/>, any
/// other as <see cref="NumberLiteral"/>.</summary>
internal sealed class FilterNumberParser : Parser<object>
{
    public override bool Parse(ParseContext context, ref ParseResult<object> result)
    {
        Cursor cursor = context.Scanner.Cursor;
        ReadOnlySpan<char> text = context.Scanner.Buffer.AsSpan(cursor.Offset);
        if (!TryMeasure(text, out int length, out bool isInteger, out int suffix) || !EndsWord(text[(length + suffix)..]))
            return false;
        if (length > ExactNumber.MaxTextLength)
            throw new ParseException($"a number of at most {ExactNumber.MaxTextLength:N0} characters", cursor.Position);

        ReadOnlySpan<char> number = text[..length];
        object value = (suffix == 0 ? ' ' : char.ToLowerInvariant(text[length])) switch
        {
            'd' => double.Parse(number, CultureInfo.InvariantCulture),
            'f' => float.Parse(number, CultureInfo.InvariantCulture),
            _ when !isInteger => new NumberLiteral(number.ToString()),
            _ when long.TryParse(number, CultureInfo.InvariantCulture, out long small) => small,
            _ => BigInteger.Parse(number, CultureInfo.InvariantCulture),
        };
        result.Set(cursor.Offset, cursor.Offset + length + suffix, value);
        cursor.Advance(length + suffix);
        return true;
    }

    private static bool TryMeasure(ReadOnlySpan<char> text, out int length, out bool isInteger, out int suffix)
    {
        int start = text.StartsWith('-') ? 1 : 0;
        length = start + Digits(text[start..]);
        isInteger = true;
        suffix = 0;
        if (length == start)
            return false;

        if (length < text.Length && text[length] == '.' && Digits(text[(length + 1)..]) is > 0 and int fraction)
        {
            length += 1 + fraction;
            isInteger = false;
        }

        if (length < text.Length && text[length] is 'e' or 'E')
        {
            int sign = length + 1 < text.Length && text[length + 1] is '+' or '-' ? 1 : 0;
            if (length + 1 + sign < text.Length && Digits(text[(length + 1 + sign)..]) is > 0 and int exponent)
            {
                length += 1 + sign + exponent;
                isInteger = false;
            }
        }

        if (length < text.Length && text[length] is 'd' or 'D' or 'f' or 'F')
            suffix = 1;
        return true;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int count = text.IndexOfAnyExceptInRange('0', '9');
        return count < 0 ? text.Length : count;
    }

    private static bool EndsWord(ReadOnlySpan<char> rest) =>
        rest.IsEmpty || rest.StartsWith("--") || !(FilterGrammar.IsWordCharacter(rest[0]) || rest[0] == '.');
}

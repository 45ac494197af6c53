using System.Globalization;

namespace Zvec.Engine.Expressions;

/// <summary>Parses formulas.</summary>
internal static class FormulaParser
{
    private const int MaxLength = 4096;
    private const int MaxNesting = 100;

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the text is no formula.</exception>
    public static FormulaBuilder Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"The formula has {text.Length:N0} characters; use at most {MaxLength:N0}.");
        }

        CheckNesting(text);
        var context = new Parlot.Fluent.ParseContext(new Parlot.Scanner(text));
        try
        {
            var result = new Parlot.ParseResult<FormulaBuilder>();
            if (!FormulaGrammar.Formula.Parse(context, ref result))
                throw Error(text, context.Scanner.Cursor.Offset, FormulaGrammar.Operand);
            context.SkipWhiteSpace();
            return context.Scanner.Cursor.Eof
                ? result.Value
                : throw Error(text, context.Scanner.Cursor.Offset, "an operator or the end");
        }
        catch (Parlot.ParseException exception)
        {
            throw Error(text, exception.Position.Offset, exception.Message);
        }
    }

    /// <summary>Parsing takes stack for each level, and must not exhaust it.</summary>
    private static void CheckNesting(string text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth > MaxNesting)
                throw Error(text, i, $"at most {MaxNesting} nested parentheses");
        }
    }

    private static ZvecException Error(string text, int offset, string expected)
    {
        while (offset < text.Length && char.IsWhiteSpace(text[offset]))
            offset++;
        string found = offset < text.Length ? $"'{text[offset]}'" : "the end of the text";
        return new ZvecException(
            ZvecErrorCode.InvalidArgument,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The formula is not valid at column {offset + 1}: expected {expected}, found {found}."));
    }
}

using System.Globalization;
using Parlot;
using Parlot.Fluent;

namespace Zvec.Engine.Search;

/// <summary>The tokens of a text query.</summary>
/// <remarks>The parsers are interpreted, never compiled, so that they work where no code can be generated.</remarks>
internal static class TextQueryGrammar
{
    public const double MostBoost = 1_000_000;
    public const int MostSlop = 10_000;

    private static readonly Parser<TextQueryWord> AnyWord = new TextQueryWordParser();

    public static readonly Parser<char> Open = Literals.Char('(');
    public static readonly Parser<char> Close = Literals.Char(')');
    public static readonly Parser<char> Colon = Literals.Char(':');
    public static readonly Parser<char> Star = Literals.Char('*');
    public static readonly Parser<char> Plus = Literals.Char('+');
    public static readonly Parser<char> Minus = Literals.Char('-');
    public static readonly Parser<string> Quoted = new TextQueryQuoteParser();
    public static readonly Parser<bool> Not = Operator("NOT");
    public static readonly Parser<bool> And = Operator("AND").Or(Operator("&&"));
    public static readonly Parser<bool> Or = Operator("OR").Or(Literals.Text("||").Or(Literals.Text("|")).Then(true));
    public static readonly Parser<bool> AnyOperator = OneOf(And, Or, Not);

    /// <summary>A word that is no operator and begins with none.</summary>
    public static readonly Parser<TextQueryWord> Word = Parsers.Not(Plus.Or(Minus)).SkipAnd(AnyWord);

    /// <summary>How far words of a phrase may be from their places.</summary>
    public static readonly Parser<int> Slop = Literals.Char('~')
        .SkipAnd(Literals.Pattern(char.IsAsciiDigit).ElseError("a whole number directly behind '~'"))
        .Then((context, digits) => int.TryParse(digits.Span, CultureInfo.InvariantCulture, out int slop) && slop <= MostSlop
            ? slop
            : throw new ParseException($"at most {MostSlop} behind '~'", context.Scanner.Cursor.Position));

    /// <summary>What a score is multiplied by.</summary>
    public static readonly Parser<double> Boost = Literals.Char('^')
        .SkipAnd(Literals.Pattern(static character => char.IsAsciiDigit(character) || character == '.').ElseError("a number directly behind '^'"))
        .Then((context, digits) => double.TryParse(digits.Span, CultureInfo.InvariantCulture, out double boost) && boost is > 0 and <= MostBoost
            ? boost
            : throw new ParseException("a number above 0, at most 1000000, behind '^'", context.Scanner.Cursor.Position));

    private static Parser<bool> Operator(string name) => AnyWord.When((_, word) => word.Is(name)).Then(true);
}

using System.Globalization;
using Parlot;
using Parlot.Fluent;
using static Parlot.Fluent.Parsers;

namespace Zvec.Engine.Expressions;

/// <summary>The grammar of formulas.</summary>
/// <remarks>
/// <code>
/// formula  := sum { '||' sum }
/// sum      := product { ( '+' | '-' ) product }
/// product  := factor { ( '*' | '/' | '%' ) factor }
/// factor   := { '-' } operand
/// operand  := '(' formula ')' | number | text | COALESCE '(' formula { ',' formula } ')' | TRUE | FALSE | NULL | name
/// number   := digits [ '.' digits ] [ 'm' ]
/// text     := '…' | "…", with the escapes of C#
/// name     := a letter or '_', then letters, digits and '_' | '`' any other characters '`'
/// </code>
/// The parsers are interpreted, never compiled, so that they work where no code can be generated.
/// </remarks>
internal static class FormulaGrammar
{
    /// <summary>What can stand where a value is expected, for messages.</summary>
    public const string Operand = "a number, text in quotes, a field, '-' or '('";

    /// <summary>A whole formula.</summary>
    public static readonly Parser<FormulaBuilder> Formula = Create();

    private static Parser<FormulaBuilder> Create()
    {
        Deferred<FormulaBuilder> formula = Deferred<FormulaBuilder>();
        Parser<TextSpan> word = Terms.Pattern(IsWordCharacter);
        Parser<FormulaBuilder> nested = Terms.Char('(').SkipAnd(formula.ElseError(Operand))
            .AndSkip(Terms.Char(')').ElseError("')'"));
        Parser<FormulaBuilder> number = Terms.Pattern(character => IsWordCharacter(character) || character == '.')
            .When((_, digits) => char.IsAsciiDigit(digits.Span[0]))
            .Then((context, digits) => Constant(ParseNumber(context, digits)));
        Parser<FormulaBuilder> text = Terms.String(StringLiteralQuotes.SingleOrDouble)
            .Then(characters => Constant(FormulaPart.Constant(FormulaKind.Text, characters.ToString())));
        Parser<FormulaBuilder> first = Keyword(word, "coalesce").SkipAnd(Terms.Char('(').ElseError("'('"))
            .SkipAnd(Separated(Terms.Char(','), formula.ElseError(Operand)))
            .AndSkip(Terms.Char(')').ElseError("',' or ')'"))
            .Then<FormulaBuilder>(terms => scope => FormulaParts.FirstOf([.. terms.Select(term => term(scope))]));
        Parser<FormulaBuilder> constant = OneOf(
            Keyword(word, "true").Then(Constant(FormulaPart.Constant(FormulaKind.Truth, true))),
            Keyword(word, "false").Then(Constant(FormulaPart.Constant(FormulaKind.Truth, false))),
            Keyword(word, "null").Then(Constant(FormulaPart.Constant(FormulaKind.Null, null))));
        Parser<FormulaBuilder> name = word.When((_, letters) => !char.IsAsciiDigit(letters.Span[0]))
            .Or(Terms.Char('`').SkipAnd(Literals.Pattern(character => character != '`').ElseError("a name"))
                .AndSkip(Literals.Char('`').ElseError("'`'")))
            .Then<FormulaBuilder>(letters =>
            {
                string written = letters.ToString();
                return scope => scope.Find(written);
            });
        Parser<FormulaBuilder> operand = OneOf(nested, number, text, first, constant, name);
        Parser<FormulaBuilder> factor = ZeroOrMany(Terms.Char('-')).And(operand.ElseError(Operand))
            .Then(parts => parts.Item1.Count % 2 == 0 ? parts.Item2 : scope => FormulaParts.Negate(parts.Item2(scope)));
        Parser<FormulaBuilder> product = Chain(factor, '*', '/', '%');
        Parser<FormulaBuilder> sum = Chain(product, '+', '-');
        formula.Parser = sum.And(ZeroOrMany(Terms.Text("||").SkipAnd(sum)))
            .Then(parts => parts.Item2.Aggregate(parts.Item1, (left, right) => scope =>
                FormulaParts.Join(left(scope), right(scope))));
        return formula;
    }

    private static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';

    private static Parser<TextSpan> Keyword(Parser<TextSpan> word, string keyword) =>
        word.When((_, letters) => letters.Span.Equals(keyword, StringComparison.OrdinalIgnoreCase));

    private static Parser<FormulaBuilder> Chain(Parser<FormulaBuilder> operand, params char[] signs) =>
        operand.And(ZeroOrMany(OneOf([.. signs.Select(sign => Terms.Char(sign))]).And(operand)))
            .Then(parts => parts.Item2.Aggregate(parts.Item1, (left, right) => scope =>
                FormulaParts.Arithmetic(right.Item1, left(scope), right.Item2(scope))));

    private static FormulaBuilder Constant(FormulaPart term) => _ => term;

    private static FormulaPart ParseNumber(ParseContext context, TextSpan digits)
    {
        ReadOnlySpan<char> text = digits.Span;
        if (Int128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out Int128 integer))
            return FormulaPart.Constant(FormulaKind.Integer, integer);
        const NumberStyles fraction = NumberStyles.AllowDecimalPoint;
        if (text[^1] is 'm' or 'M' && decimal.TryParse(text[..^1], fraction, CultureInfo.InvariantCulture, out decimal exact))
            return FormulaPart.Constant(FormulaKind.Decimal, exact);
        if (double.TryParse(text, fraction, CultureInfo.InvariantCulture, out double number))
            return FormulaPart.Constant(FormulaKind.Double, number);
        throw new ParseException("a number, such as 7, 1.5 or 1.5m", context.Scanner.Cursor.Position);
    }
}

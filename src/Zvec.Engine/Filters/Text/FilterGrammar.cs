using System.Collections.Frozen;
using System.Numerics;
using Parlot;
using Parlot.Fluent;

namespace Zvec.Engine.Filters.Text;

/// <summary>The tokens and predicates of a filter's text.</summary>
/// <remarks>
/// <code>
/// predicate := field ( '=' | '!=' | '&lt;>' | '&lt;' | '&lt;=' | '>' | '>=' ) value
///            | field [NOT] IN '(' value { ',' value } ')'
///            | field [NOT] LIKE text
///            | field [NOT] BETWEEN value AND value
///            | field [NOT] ( CONTAIN_ANY | CONTAIN_ALL ) '(' [ value { ',' value } ] ')'
///            | field IS [NOT] NULL
///            | ARRAY_LENGTH '(' field ')' comparison integer
///            | ANY_ELEMENT '(' field ',' condition ')'
/// field     := [A-Za-z0-9_-]+ that is no keyword | '`' any characters, '``' for '`' '`'
/// value     := text | number | TRUE | FALSE
/// </code>
/// The parsers are interpreted, never compiled, so that they work where no code can be generated.
/// </remarks>
internal static class FilterGrammar
{
    public const int MaxListLength = 20_000;

    private const string Value = "a value (text in quotes, a number, true or false)";

    private static readonly FrozenSet<string> Keywords = FrozenSet.ToFrozenSet(
        [
            "and", "or", "not", "in", "like", "is", "null", "between", "true", "false", "contain_any", "contain_all", "array_length",
            "any_element",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> KeywordSpans =
        Keywords.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly Parser<TextSpan> Word = Terms.Pattern(IsWordCharacter);

    public static readonly Parser<TextSpan> Space = new FilterSpaceParser();
    public static readonly Parser<TextSpan> Not = Keyword("not");
    public static readonly Parser<TextSpan> And = Keyword("and");
    public static readonly Parser<TextSpan> Or = Keyword("or");
    public static readonly Parser<char> Open = Terms.Char('(');
    public static readonly Parser<char> Close = Terms.Char(')');
    public static readonly Parser<TextCondition> Predicate = CreatePredicate();

    /// <summary>What stands before a condition on the elements of an array: its value is the array's name.</summary>
    public static readonly Parser<string> AnyElement = Keyword("any_element").SkipAnd(Open.ElseError("'('"))
        .SkipAnd(Field().ElseError("a field")).AndSkip(Terms.Char(',').ElseError("','"));

    public static bool IsWordCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';

    public static bool IsKeyword(ReadOnlySpan<char> word) => KeywordSpans.Contains(word);

    private static Parser<TextSpan> Keyword(string keyword) =>
        Word.When((_, word) => word.Span.Equals(keyword, StringComparison.OrdinalIgnoreCase));

    private static Parser<string> Field() => Word.When((_, word) => !IsKeyword(word.Span)).Then(word => word.ToString())
        .Or(SkipWhiteSpace(new FilterQuotedParser('`')));

    private static Parser<TextCondition> CreatePredicate()
    {
        Parser<string> text = SkipWhiteSpace(new FilterQuotedParser('\'')).Or(SkipWhiteSpace(new FilterQuotedParser('"')));
        Parser<string> field = Field();
        Parser<object> value = OneOf(
            text.Then<object>(characters => characters),
            SkipWhiteSpace(new FilterNumberParser()),
            Keyword("true").Then<object>(true),
            Keyword("false").Then<object>(false));
        Parser<object> integer = value.When((_, number) => number is long or BigInteger);
        Parser<IReadOnlyList<object>> none = Open.And(Close).Then<IReadOnlyList<object>>([]);
        Parser<IReadOnlyList<object>> list = Open.ElseError("'('")
            .SkipAnd(Separated(Terms.Char(','), value.ElseError(Value)))
            .AndSkip(Close.ElseError("',' or ')'"))
            .Then((context, values) => values.Count <= MaxListLength
                ? values
                : throw new ParseException($"at most {MaxListLength:N0} values in a list", context.Scanner.Cursor.Position));

        Parser<Tail> compare = Comparisons().And(value.ElseError(Value)).Then(Compare);
        Parser<Tail> within = Keyword("in").SkipAnd(list).Then<Tail>(values =>
            name => TextCondition.OfValue(name, Filter.In(name, values)));
        Parser<Tail> like = Keyword("like").SkipAnd(text.ElseError("a pattern in quotes")).Then<Tail>(pattern =>
            name => TextCondition.OfValue(name, Filter.Like(name, pattern)));
        Parser<Tail> between = Keyword("between").SkipAnd(value.ElseError(Value))
            .AndSkip(And.ElseError("'and'")).And(value.ElseError(Value)).Then(Between);
        Parser<Tail> containAny = Keyword("contain_any").SkipAnd(none.Or(list)).Then<Tail>(values =>
            name => TextCondition.OfValue(name, Filter.ContainsAny(name, values)));
        Parser<Tail> containAll = Keyword("contain_all").SkipAnd(none.Or(list)).Then<Tail>(values =>
            name => TextCondition.OfValue(name, Filter.ContainsAll(name, values)));
        Parser<Tail> mayBeNegated = OneOf(within, like, between, containAny, containAll);
        Parser<Tail> negated = Not.SkipAnd(mayBeNegated.ElseError("'in', 'like', 'between', 'contain_any' or 'contain_all'"))
            .Then<Tail>(tail => name => tail(name).Not());
        Parser<Tail> isNull = Keyword("is").SkipAnd(Not.Then(true).Else(false)).AndSkip(Keyword("null").ElseError("'null' or 'not null'"))
            .Then<Tail>(not => name => TextCondition.Known(not ? Filter.IsNotNull(name) : Filter.IsNull(name)));
        Parser<Tail> tail = OneOf(compare, mayBeNegated, negated, isNull).ElseError(
            "a comparison (=, !=, <, <=, >, >=), 'in', 'like', 'between', 'contain_any', 'contain_all', 'not' or 'is'");

        Parser<TextCondition> arrayLength = Keyword("array_length").SkipAnd(Open.ElseError("'('"))
            .SkipAnd(field.ElseError("a field")).AndSkip(Close.ElseError("')'"))
            .And(Comparisons().ElseError("a comparison (=, !=, <, <=, >, >=)"))
            .And(integer.ElseError("an integer"))
            .Then(parts => ArrayLength(parts.Item1, parts.Item2, parts.Item3));
        return arrayLength.Or(field.And(tail).Then(parts => parts.Item2(parts.Item1)));
    }

    /// <summary>The comparison, and whether it is negated: there is no "not equal" among the filters.</summary>
    private static Parser<(Comparison Comparison, bool Negated)> Comparisons()
    {
        Parser<char> equals = Terms.Char('=').Else(' ');
        return OneOf(
            Terms.Char('=').Then((Comparison.Equal, false)),
            Terms.Text("!=").Or(Terms.Text("<>")).Then((Comparison.Equal, true)),
            Terms.Char('<').SkipAnd(equals).Then(sign => (sign == '=' ? Comparison.LessOrEqual : Comparison.Less, false)),
            Terms.Char('>').SkipAnd(equals).Then(sign => (sign == '=' ? Comparison.GreaterOrEqual : Comparison.Greater, false)));
    }

    private static Tail Compare(((Comparison Comparison, bool Negated) Operator, object Value) parts) => name =>
    {
        TextCondition condition = TextCondition.OfValue(name, new CompareFilter(name, parts.Operator.Comparison, parts.Value));
        return parts.Operator.Negated ? condition.Not() : condition;
    };

    private static Tail Between((object Min, object Max) bounds) => name => TextCondition.And([
        TextCondition.OfValue(name, Filter.GreaterThanOrEqual(name, bounds.Min)),
        TextCondition.OfValue(name, Filter.LessThanOrEqual(name, bounds.Max))]);

    private static TextCondition ArrayLength(string field, (Comparison Comparison, bool Negated) comparison, object length)
    {
        // No array is as long as the largest int, nor shorter than 0, so that clamping changes no outcome.
        int clamped = (int)BigInteger.Clamp(length is long number ? number : (BigInteger)length, -1, int.MaxValue);
        TextCondition condition = TextCondition.OfValue(field, new ArrayLengthFilter(field, comparison.Comparison, clamped));
        return comparison.Negated ? condition.Not() : condition;
    }

    /// <summary>What follows a field, once it is told the field's name.</summary>
    private delegate TextCondition Tail(string field);
}

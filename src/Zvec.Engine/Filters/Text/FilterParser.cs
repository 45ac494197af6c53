using Parlot;
using Parlot.Fluent;

namespace Zvec.Engine.Filters.Text;

/// <summary>Parses the text form of a filter.</summary>
/// <remarks>
/// <see cref="FilterGrammar"/> says what a predicate is. What joins predicates is parsed here, with a stack of its own, so that no text,
/// however nested, can exhaust the thread's.
/// </remarks>
internal static class FilterParser
{
    public const int MaxLength = 1 << 20;
    public const int MaxPredicates = 4096;
    public const int MaxNesting = 500;

    public static Filter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            throw Invalid($"The filter is {text.Length:N0} characters long; at most {MaxLength:N0} are allowed.");
        if (string.IsNullOrWhiteSpace(text))
            throw Invalid("The filter is empty. Use null, or Filter.All, for all documents.");

        var context = new ParseContext(new Scanner(text)) { WhiteSpaceParser = FilterGrammar.Space };
        try
        {
            return Parse(context).True;
        }
        catch (ParseException error)
        {
            throw Invalid(FilterErrorText.Describe(text, error.Position.Offset, error.Message));
        }
    }

    private static TextCondition Parse(ParseContext context)
    {
        var outer = new Stack<Level>();
        var level = new Level(array: null, new TextPlace(context.Scanner.Buffer, 0));
        for (int predicates = 0; ;)
        {
            while (Found(context, FilterGrammar.Not))
                level.Negated = !level.Negated;
            context.SkipWhiteSpace();
            var place = new TextPlace(context.Scanner.Buffer, context.Scanner.Cursor.Offset);
            string? array = null;
            if (Found(context, FilterGrammar.Open) || Found(context, FilterGrammar.AnyElement, out array))
            {
                if (outer.Count == MaxNesting)
                    throw Error(context, $"at most {MaxNesting} nested parentheses");
                outer.Push(level);
                level = new Level(array, place);
                continue;
            }

            var predicate = new ParseResult<TextCondition>();
            if (!FilterGrammar.Predicate.Parse(context, ref predicate))
                throw Error(context, "a field, 'not' or '('");
            if (++predicates > MaxPredicates)
                throw Error(context, $"at most {MaxPredicates:N0} predicates");
            level.Add(predicate.Value.At(place));

            while (Found(context, FilterGrammar.Close))
            {
                if (outer.Count == 0)
                    throw Error(context, "no further ')', as none is open");
                TextCondition inner = level.ToCondition();
                level = outer.Pop();
                level.Add(inner);
            }

            if (Found(context, FilterGrammar.Or))
                level.EndConjunction();
            else if (!Found(context, FilterGrammar.And))
                break;
        }

        context.SkipWhiteSpace();
        if (!context.Scanner.Cursor.Eof)
            throw Error(context, outer.Count == 0 ? "'and', 'or' or the end" : "'and', 'or' or ')'");
        return outer.Count == 0 ? level.ToCondition() : throw Error(context, "')'");
    }

    private static bool Found<T>(ParseContext context, Parser<T> token) => Found(context, token, out _);

    private static bool Found<T>(ParseContext context, Parser<T> token, out T? value)
    {
        var result = new ParseResult<T>();
        bool found = token.Parse(context, ref result);
        value = found ? result.Value : default;
        return found;
    }

    private static ParseException Error(ParseContext context, string expected) => new(expected, context.Scanner.Cursor.Position);

    private static ZvecException Invalid(string message) => new(ZvecErrorCode.InvalidArgument, message);

    /// <summary>What stands between two parentheses: alternatives, each a conjunction.</summary>
    /// <param name="array">The array whose elements it is about; null for what is about documents.</param>
    /// <param name="place">Where it begins.</param>
    private sealed class Level(string? array, TextPlace place)
    {
        private readonly List<TextCondition> _alternatives = [];
        private List<TextCondition> _conjunction = [];

        /// <summary>Whether <c>not</c> stands before the operand that comes next.</summary>
        public bool Negated { get; set; }

        public void Add(TextCondition operand)
        {
            _conjunction.Add(Negated ? operand.Not() : operand);
            Negated = false;
        }

        public void EndConjunction()
        {
            _alternatives.Add(TextCondition.And(_conjunction));
            _conjunction = [];
        }

        public TextCondition ToCondition()
        {
            EndConjunction();
            var condition = TextCondition.Or(_alternatives);
            return array is null ? condition : TextCondition.OfValue(array, Filter.AnyElement(array, condition.True)).At(place);
        }
    }
}

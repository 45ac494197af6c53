using Zvec.Engine.Filters;
using Zvec.Engine.Filters.Text;

namespace Zvec.Engine;

/// <summary>A condition on a document's fields and key: built from the factories here, or from text.</summary>
/// <remarks>
/// A filter matches a document or does not; there is no third outcome. A comparison, <see cref="In(string, IEnumerable{object?})"/>,
/// <see cref="Like"/>
/// and the array tests never match a null; <see cref="Not"/> matches exactly the documents that its operand does not, nulls included, as
/// C# does. The text form follows SQL instead: there <c>not</c> and <c>!=</c> do not match nulls either, and the parser builds the tree
/// that says so.
/// Filters are immutable and may be shared between threads. The names and the types of the values are checked against the schema when the
/// filter is used.
/// </remarks>
public abstract class Filter
{
    /// <summary>The deepest tree of operands that a filter may be: it bounds the stack that binding and evaluating take.</summary>
    internal const int MaxDepth = 1100;

    private protected Filter(int depth = 1)
    {
        if (depth > MaxDepth)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"The filter nests its operands more than {MaxDepth:N0} deep; write it flatter.");
        }

        Depth = depth;
    }

    /// <summary>The number of levels of the tree.</summary>
    internal int Depth { get; }

    /// <summary>Where a condition that was parsed stands in its text; null for any other. Set before anybody else sees the
    /// filter.</summary>
    internal TextPlace? Place { get; set; }

    /// <summary>Matches every document.</summary>
    public static Filter All { get; } = new AllFilter();

    /// <summary>Matches no document.</summary>
    public static Filter None { get; } = NotFilter.Create(All);

    /// <summary>Parses a filter in text form, such as <c>year >= 1999 and genre in ('a', 'b')</c>.</summary>
    /// <remarks>
    /// Comparisons <c>= != &lt;&gt; &lt; &lt;= &gt; &gt;=</c>, <c>[not] in (…)</c>, <c>[not] like '…'</c>,
    /// <c>[not] between … and …</c>, <c>is [not] null</c>, <c>[not] contain_any (…)</c>, <c>[not] contain_all (…)</c> and
    /// <c>array_length(field)</c> with a comparison, <c>any_element(field, condition)</c>, in whose condition the field's name stands for
    /// an element, joined by <c>not</c>, <c>and</c>, <c>or</c> (in this order of binding) and
    /// parentheses; <c>-- …</c> and <c>/* … */</c> are comments. Keywords may be in any case. A name that is a keyword, or has other
    /// characters than letters, digits, <c>_</c> and <c>-</c>, stands in backticks, a backtick in it doubled.
    /// Text stands in single or double quotes; <c>\'</c>, <c>\"</c> and <c>\\</c> stand for the second character, any other backslash
    /// for itself. What <c>like</c> is to see as two backslashes is thus written as four: <c>like '50\%'</c> finds 50%, and
    /// <c>like 'a\\\\b'</c> finds a\b.
    /// Text compared with a field of dates, times, a <see cref="Guid"/> or a <see cref="decimal"/> is read in its invariant ISO 8601
    /// or plain form. A number with a fraction or an exponent is rounded to the precision of a floating-point field; a suffix
    /// <c>d</c> or <c>f</c> makes it a <see cref="double"/> or a <see cref="float"/>, which is compared exactly. Limits: 1,048,576
    /// characters, 4,096 predicates, 500 nested parentheses, 20,000 values in a list.
    /// </remarks>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the text is not a filter; the message gives line and
    /// column.</exception>
    public static Filter Parse(string text) => FilterParser.Parse(text);

    /// <summary>Parses a filter in text form; null stays null.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the text is not a filter.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static implicit operator Filter?(string? text) => text is null ? null : Parse(text);

    /// <summary>The field equals the value. For an array field and an array value: the same elements in the same order.</summary>
    public static Filter Equal(string field, object value) => new CompareFilter(field, Comparison.Equal, value);

    /// <summary>The field is less than the value.</summary>
    public static Filter LessThan(string field, object value) => new CompareFilter(field, Comparison.Less, value);

    /// <summary>The field is less than or equal to the value.</summary>
    public static Filter LessThanOrEqual(string field, object value) => new CompareFilter(field, Comparison.LessOrEqual, value);

    /// <summary>The field is greater than the value.</summary>
    public static Filter GreaterThan(string field, object value) => new CompareFilter(field, Comparison.Greater, value);

    /// <summary>The field is greater than or equal to the value.</summary>
    public static Filter GreaterThanOrEqual(string field, object value) => new CompareFilter(field, Comparison.GreaterOrEqual, value);

    /// <summary>The field equals one of the values; a null among them matches documents whose field is null.</summary>
    public static Filter In(string field, IEnumerable<object?> values) => InFilter.Create(field, values);

    /// <summary>The field is null.</summary>
    public static Filter IsNull(string field) => new NullFilter(field);

    /// <summary>The field is not null.</summary>
    public static Filter IsNotNull(string field) => Not(IsNull(field));

    /// <summary>The string field has the form of the pattern, as a whole and by letter case: <c>%</c> stands for any run of characters,
    /// <c>_</c> for one, and a backslash takes the next character as it is.</summary>
    public static Filter Like(string field, string pattern) => new LikeFilter(field, pattern);

    /// <summary>The array field holds at least one of the values.</summary>
    public static Filter ContainsAny(string field, IEnumerable<object?> values) => new ArrayFilter(field, values, all: false);

    /// <summary>The array field holds all of the values.</summary>
    public static Filter ContainsAll(string field, IEnumerable<object?> values) => new ArrayFilter(field, values, all: true);

    /// <summary>At least one element of the array field meets a condition, in which the field's name stands for the element:
    /// <c>AnyElement("prices", And(GreaterThan("prices", 3), LessThan("prices", 5)))</c>.</summary>
    /// <remarks>Of an element that is null the condition says what it would of a field that is null.</remarks>
    /// <param name="field">The array field.</param>
    /// <param name="condition">A condition on one element: comparisons, <see cref="In"/>, <see cref="Like"/> and
    /// <see cref="IsNull"/> of the same name, joined at will.</param>
    public static Filter AnyElement(string field, Filter condition) => new ElementFilter(field, condition);

    /// <summary>The number of elements of the array field equals the length.</summary>
    public static Filter ArrayLengthEqual(string field, int length) => new ArrayLengthFilter(field, Comparison.Equal, length);

    /// <summary>The number of elements of the array field is less than the length.</summary>
    public static Filter ArrayLengthLessThan(string field, int length) => new ArrayLengthFilter(field, Comparison.Less, length);

    /// <summary>The number of elements of the array field is greater than the length.</summary>
    public static Filter ArrayLengthGreaterThan(string field, int length) => new ArrayLengthFilter(field, Comparison.Greater, length);

    /// <summary>All operands match; with no operands, every document.</summary>
    public static Filter And(params IEnumerable<Filter> operands) => AndFilter.Create(operands);

    /// <summary>At least one operand matches; with no operands, no document.</summary>
    public static Filter Or(params IEnumerable<Filter> operands) => OrFilter.Create(operands);

    /// <summary>The operand does not match, be it for a null or a value.</summary>
    public static Filter Not(Filter operand) => NotFilter.Create(operand);

    /// <summary>The filter in text form, for messages.</summary>
    public abstract override string ToString();
}

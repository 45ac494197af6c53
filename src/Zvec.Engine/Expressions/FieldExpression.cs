using Zvec.Engine.Documents;
using Zvec.Engine.Expressions;

namespace Zvec.Engine;

/// <summary>Says which value each document that is there gets for a field that is added: the same for all, one that is computed from other
/// fields by a formula, or by a function of the program.</summary>
public abstract class FieldExpression
{
    private protected FieldExpression()
    {
    }

    /// <summary>The same value for every document.</summary>
    /// <param name="value">The value, of the field's type or one that fits it without loss.</param>
    public static FieldExpression Constant(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new ConstantExpression(value);
    }

    /// <summary>A value computed from other fields by a formula, such as <c>price * quantity + 1</c>.</summary>
    /// <remarks>
    /// <para>Operands are numbers (<c>7</c> is an integer, <c>1.5</c> a double, <c>1.5m</c> a decimal), text in single or double quotes,
    /// <c>true</c>, <c>false</c>, <c>null</c>, fields, and the key by its name. A name that is one of these words, or has other characters
    /// than letters, digits and <c>_</c>, stands in backticks. Operators, those that bind closest first: unary <c>-</c>; <c>* / %</c>;
    /// <c>+ -</c>; <c>||</c>, which joins texts and takes other values as text; parentheses. <c>coalesce(a, b, …)</c> is the first of its
    /// operands that is not null. Everything else is null when an operand is.</para>
    /// <para>Integers of all widths are computed exactly, and their division drops the remainder. Where one of two numbers is a double or
    /// a decimal, the other is taken as one; the two do not mix. The result must be of the field's type: an integer goes into any number
    /// field, a double into a floating-point field only. A number too large, or a division by zero of integers or decimals, fails the
    /// call, and nothing is changed. At most 4,096 characters and 100 nested parentheses.</para>
    /// </remarks>
    /// <param name="text">The formula.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the text is no formula; the message names the
    /// column.</exception>
    public static FieldExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new FormulaExpression(text, FormulaParser.Parse(text));
    }

    /// <summary>A value that a function computes from each document.</summary>
    /// <param name="compute">Given a document with its fields, without its vectors, gives the value, of the field's type or one that fits
    /// it without loss; null for none. It is called once for each document, by one thread after another. What it throws fails the call, and
    /// nothing is changed.</param>
    public static FieldExpression Compute(Func<Document, object?> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        return new FunctionExpression(compute);
    }

    /// <summary>Prepares the values of a field.</summary>
    /// <param name="schema">The schema of the documents.</param>
    /// <param name="target">The field that is to be added.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the expression does not fit the schema, or the
    /// field.</exception>
    internal abstract BoundExpression Bind(CollectionSchema schema, FieldSchema target);
}

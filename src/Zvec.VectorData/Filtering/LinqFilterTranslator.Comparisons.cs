using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;

namespace Zvec.VectorData.Filtering;

/// <content>Comparisons of a property, or of something worked out from one, with a value.</content>
internal sealed partial class LinqFilterTranslator
{
    private Filter TranslateComparison(BinaryExpression node, ComparisonOperator comparison)
    {
        if (ConstantEvaluator.TryEvaluate(node.Right, out object? value))
            return Compare(node, node.Left, comparison, value);

        if (ConstantEvaluator.TryEvaluate(node.Left, out value))
            return Compare(node, node.Right, ComparisonOperators.Reverse(comparison), value);

        throw NotSupported(node);
    }

    private Filter Compare(BinaryExpression node, Expression operand, ComparisonOperator comparison, object? value)
    {
        if (TryBindProperty(operand, out PropertyModel? property))
            return FilterOn(property).Compare(comparison, value);

        if (TryBindLength(operand, out property))
        {
            return value is int length
                ? FilterOn(property).CompareLength(comparison, length)
                : throw NotSupported(node);
        }

        if (DatePart.TryRead(operand) is { } part && TryBindProperty(part.Whole, out property))
            return part.Compare(FilterOn(property), comparison, value) ?? throw NotSupported(node);

        if (operand is MethodCallExpression call && value is 0 && TryCompareTexts(call, comparison) is { } ordered)
            return ordered;

        if (operand is BinaryExpression { NodeType: ExpressionType.Coalesce } coalesce
            && TryBindProperty(coalesce.Left, out property)
            && ConstantEvaluator.TryEvaluate(coalesce.Right, out object? otherwise))
        {
            // "(r.Count ?? 0) > 3": a null counts as the other value, which either passes or does not.
            PropertyFilter filter = FilterOn(property);
            Filter compared = filter.Compare(comparison, value);
            return Passes(comparison, otherwise, value) ? Filter.Or(compared, filter.IsNull()) : compared;
        }

        if (comparison == ComparisonOperator.Equal && PropertyBinding.Bare(operand.Type) == typeof(bool) && value is bool wanted)
        {
            Filter condition = Translate(operand);
            return wanted ? condition : Filter.Not(condition);
        }

        if (CalendarDate.IsRecurring(operand))
        {
            throw new NotSupportedException(
                $"The part '{node}' of the filter is not supported, because a month or day returns every year or month. Compare the year "
                    + "for equality too, as in 'r.Date.Year == 2024 && r.Date.Month == 3'.");
        }

        throw NotSupported(node);
    }

    /// <summary><c>string.CompareOrdinal(r.Name, "m") &lt; 0</c>, in which null stands before every text; null when the call is no such
    /// comparison.</summary>
    /// <remarks>The order is that of the code points, which differs from C#'s only between characters beyond U+FFFF and those from U+E000
    /// on.</remarks>
    private Filter? TryCompareTexts(MethodCallExpression call, ComparisonOperator comparison)
    {
        if (call.Method.DeclaringType != typeof(string))
            return null;
        switch (call)
        {
            case { Method.Name: nameof(string.CompareOrdinal), Arguments.Count: 2 }:
                break;
            case { Method.Name: nameof(string.Compare), Arguments: [_, _, var option] } when option.Type == typeof(StringComparison):
                ThrowUnlessOrdinal(call, option);
                break;
            default:
                return null;
        }

        (Expression left, Expression right) = (call.Arguments[0], call.Arguments[1]);
        if (!TryBindProperty(left, out PropertyModel? property))
        {
            (left, right) = (right, left);
            comparison = ComparisonOperators.Reverse(comparison);
            if (!TryBindProperty(left, out property))
                return null;
        }

        if (!ConstantEvaluator.TryEvaluate(right, out object? value) || value is not string text)
            return null;
        PropertyFilter filter = FilterOn(property);
        Filter compared = filter.Compare(comparison, text);
        return comparison is ComparisonOperator.Less or ComparisonOperator.LessOrEqual ? Filter.Or(compared, filter.IsNull()) : compared;
    }

    private static bool Passes(ComparisonOperator comparison, object? left, object? right)
    {
        if (left is null || right is null)
            return comparison == ComparisonOperator.Equal && left is null && right is null;
        if (comparison == ComparisonOperator.Equal)
            return left.Equals(right);

        int order = Comparer.DefaultInvariant.Compare(left, right);
        return comparison switch
        {
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    /// <summary>Binds <c>r.Tags.Length</c>, <c>r.Tags.Count</c> and <c>r.Tags.Count()</c>.</summary>
    private bool TryBindLength(Expression expression, [NotNullWhen(true)] out PropertyModel? property)
    {
        Expression? counted = expression switch
        {
            UnaryExpression { NodeType: ExpressionType.ArrayLength } length => length.Operand,
            MemberExpression { Member.Name: "Length" or "Count", Expression: { } instance }
                when instance.Type != typeof(string) => instance,
            MethodCallExpression { Method.Name: nameof(Enumerable.Count), Arguments: [var source] } call
                when call.Method.DeclaringType == typeof(Enumerable) => source,
            _ => null,
        };
        property = null;
        return counted is not null && counted != RecordParameter
            && TryBindProperty(counted, out property) && FilterOn(property).IsArray;
    }
}

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

        throw NotSupported(node);
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

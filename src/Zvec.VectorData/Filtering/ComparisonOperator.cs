using System.Linq.Expressions;

namespace Zvec.VectorData.Filtering;

/// <summary>How a property is compared with a value.</summary>
internal enum ComparisonOperator
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>Operators in expressions.</summary>
internal static class ComparisonOperators
{
    /// <summary>The operator of a node, and whether the result is negated; false when the node is no comparison.</summary>
    public static bool TryGet(ExpressionType node, out ComparisonOperator comparison, out bool negated)
    {
        negated = node == ExpressionType.NotEqual;
        switch (node)
        {
            case ExpressionType.Equal or ExpressionType.NotEqual:
                comparison = ComparisonOperator.Equal;
                return true;
            case ExpressionType.LessThan:
                comparison = ComparisonOperator.Less;
                return true;
            case ExpressionType.LessThanOrEqual:
                comparison = ComparisonOperator.LessOrEqual;
                return true;
            case ExpressionType.GreaterThan:
                comparison = ComparisonOperator.Greater;
                return true;
            case ExpressionType.GreaterThanOrEqual:
                comparison = ComparisonOperator.GreaterOrEqual;
                return true;
            default:
                comparison = default;
                return false;
        }
    }

    /// <summary>The operator that says the same with its operands exchanged.</summary>
    public static ComparisonOperator Reverse(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };
}

using System.Linq.Expressions;

namespace Zvec.VectorData.Filtering;

/// <summary>Puts a value, or another expression, in the place of a lambda's parameter.</summary>
internal sealed class ParameterReplacer : ExpressionVisitor
{
    private readonly ParameterExpression _parameter;
    private readonly Expression _value;

    private ParameterReplacer(ParameterExpression parameter, Expression value)
    {
        _parameter = parameter;
        _value = value;
    }

    public static Expression Replace(Expression body, ParameterExpression parameter, object? value) =>
        new ParameterReplacer(parameter, Expression.Constant(value, parameter.Type)).Visit(body);

    public static Expression Replace(Expression body, ParameterExpression parameter, Expression value) =>
        new ParameterReplacer(parameter, value).Visit(body);

    protected override Expression VisitParameter(ParameterExpression node) => node == _parameter ? _value : node;
}

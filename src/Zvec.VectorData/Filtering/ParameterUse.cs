using System.Linq.Expressions;

namespace Zvec.VectorData.Filtering;

/// <summary>Tells whether an expression depends on a parameter from outside of it: on the record.</summary>
internal sealed class ParameterUse : ExpressionVisitor
{
    private readonly HashSet<ParameterExpression> _bound = [];
    private bool _found;

    private ParameterUse()
    {
    }

    public static bool Mentions(Expression expression)
    {
        var use = new ParameterUse();
        use.Visit(expression);
        return use._found;
    }

    protected override Expression VisitLambda<T>(Expression<T> node)
    {
        // The parameters of a lambda inside the expression are its own: numbers.Where(n => n > 3).
        foreach (ParameterExpression parameter in node.Parameters)
            _bound.Add(parameter);
        return base.VisitLambda(node);
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        _found |= !_bound.Contains(node);
        return node;
    }
}

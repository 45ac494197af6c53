using System.Linq.Expressions;

namespace Zvec.SemanticKernel.Filtering;

/// <summary>Puts one parameter in the place of another.</summary>
internal sealed class ParameterReplacement(ParameterExpression old, ParameterExpression replacement) : ExpressionVisitor
{
    protected override Expression VisitParameter(ParameterExpression node) => node == old ? replacement : node;
}

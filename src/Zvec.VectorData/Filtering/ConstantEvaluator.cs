using System.Linq.Expressions;

namespace Zvec.VectorData.Filtering;

/// <summary>Evaluates the parts of a filter that do not depend on the record: captured values, method calls, arithmetic.</summary>
internal static class ConstantEvaluator
{
    /// <summary>The value of an expression that mentions no parameter; false when it mentions one.</summary>
    public static bool TryEvaluate(Expression expression, out object? value)
    {
        if (expression is ConstantExpression constant)
        {
            value = constant.Value;
            return true;
        }

        // A span cannot leave the expression that makes it.
        if (expression.Type.IsByRefLike || ParameterUse.Mentions(expression))
        {
            value = null;
            return false;
        }

        value = Evaluate(expression);
        return true;
    }

    private static object? Evaluate(Expression expression)
    {
        // Most captured values are constants behind conversions to a nullable type or to object, which boxing makes the same.
        if (expression is UnaryExpression { NodeType: ExpressionType.Convert, Method: null, Operand: ConstantExpression inner } convert
            && (convert.Type == typeof(object) || Nullable.GetUnderlyingType(convert.Type) == inner.Type))
        {
            return inner.Value;
        }

        // Interpreting is quicker than compiling for something that runs once, but the interpreter knows no spans.
        return Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object)))
            .Compile(preferInterpretation: !SpanFinder.Mentions(expression))();
    }

    private sealed class SpanFinder : ExpressionVisitor
    {
        private bool _found;

        public static bool Mentions(Expression expression)
        {
            var finder = new SpanFinder();
            finder.Visit(expression);
            return finder._found;
        }

        public override Expression? Visit(Expression? node)
        {
            _found |= node is { Type.IsByRefLike: true };
            return _found ? node : base.Visit(node);
        }
    }
}

using System.Linq.Expressions;

namespace Zvec.SemanticKernel.Filtering;

/// <summary>Filters put together.</summary>
internal static class FilterExpressions
{
    /// <summary>What meets both filters, of which either may be null.</summary>
    public static Expression<Func<TRecord, bool>>? Both<TRecord>(
        Expression<Func<TRecord, bool>>? first, Expression<Func<TRecord, bool>>? second)
    {
        if (first is null || second is null)
            return first ?? second;

        Expression body = new ParameterReplacement(second.Parameters[0], first.Parameters[0]).Visit(second.Body);
        return Expression.Lambda<Func<TRecord, bool>>(Expression.AndAlso(first.Body, body), first.Parameters);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;

namespace Zvec.SemanticKernel.Filtering;

// The clauses are obsolete in favour of expressions, but what a plugin's function is called with still arrives as clauses.
#pragma warning disable CS0618

/// <summary>Turns the clauses of a text search, all of which must hold, into an expression. A list of strings equals a text when it
/// contains it.</summary>
internal static class FilterClauseExpressions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>
{
    /// <returns>Null for a filter without clauses.</returns>
    /// <exception cref="ArgumentException">A clause names a property that the records do not have, or has a value that does not fit
    /// it.</exception>
    public static Expression<Func<TRecord, bool>>? ToExpression(TextSearchFilter? filter)
    {
        Expression<Func<TRecord, bool>>? all = null;
        foreach (FilterClause clause in filter?.FilterClauses ?? [])
        {
            ParameterExpression record = Expression.Parameter(typeof(TRecord), "record");
            Expression condition = clause switch
            {
                EqualToFilterClause equal => Equal(record, equal.FieldName, equal.Value),
                _ => throw new NotSupportedException($"A filter clause of type {clause.GetType()} is not known."),
            };
            all = FilterExpressions.Both(all, Expression.Lambda<Func<TRecord, bool>>(condition, record));
        }

        return all;
    }

    // An expression looks operators up by name; trimming would take away those that nothing else calls.
    [DynamicDependency("op_Equality", typeof(DateOnly))]
    [DynamicDependency("op_Equality", typeof(DateTime))]
    [DynamicDependency("op_Equality", typeof(DateTimeOffset))]
    [DynamicDependency("op_Equality", typeof(TimeOnly))]
    [DynamicDependency("op_Equality", typeof(TimeSpan))]
    [DynamicDependency("op_Equality", typeof(Guid))]
    [DynamicDependency("op_Equality", typeof(decimal))]
    [DynamicDependency("op_Equality", typeof(string))]
    private static Expression Equal(ParameterExpression record, string name, object? value)
    {
        if (typeof(TRecord) == typeof(Dictionary<string, object?>))
        {
            Expression field = Field(record, name);
            object? plain = ClauseValue.Plain(value);
            return plain is null
                ? Expression.Equal(field, Expression.Constant(null))
                : Expression.Equal(Expression.Convert(field, plain.GetType()), Expression.Constant(plain));
        }

        PropertyInfo property = Find(name);
        if (property.PropertyType.IsAssignableTo(typeof(IEnumerable<string>)) && ClauseValue.Plain(value) is string tag)
        {
            Func<IEnumerable<string>, string, bool> contains = Enumerable.Contains;
            return Expression.Call(contains.Method, Expression.Property(record, property), Expression.Constant(tag));
        }

        object? converted = ClauseValue.To(property.PropertyType, value, name);
        return Expression.Equal(Expression.Property(record, property), Expression.Constant(converted, property.PropertyType));
    }

    private static MethodCallExpression Field(ParameterExpression record, string name) =>
        Expression.Call(record, typeof(Dictionary<string, object?>).GetMethod("get_Item")!, Expression.Constant(name));

    private static PropertyInfo Find(string name) => typeof(TRecord).GetProperty(name) ?? throw new ArgumentException(
        $"The filter names '{name}', which {typeof(TRecord)} does not have. Its properties are "
        + $"{string.Join(", ", typeof(TRecord).GetProperties().Select(property => property.Name))}.");
}

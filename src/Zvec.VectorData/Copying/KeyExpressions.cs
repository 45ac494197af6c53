using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.VectorData.Filtering;

namespace Zvec.VectorData.Copying;

/// <summary>Filters and orders by the key of a record, for a store of whatever kind.</summary>
internal sealed class KeyExpressions<TRecord>
    where TRecord : class
{
    private static readonly MethodInfo DictionaryItem =
        typeof(Dictionary<string, object?>).GetProperty("Item")!.GetMethod!;

    private readonly ParameterExpression _record = Expression.Parameter(typeof(TRecord), "record");
    private readonly Expression _key;

    /// <param name="key">The key property; records are dictionaries where it is not one of a class.</param>
    public KeyExpressions(KeyPropertyModel key)
    {
        KeyType = key.Type;
        _key = key.PropertyInfo is { } property
            ? Expression.Property(_record, property)
            : Expression.Call(_record, DictionaryItem, Expression.Constant(key.ModelName));
    }

    private Type KeyType { get; }

    /// <summary>Whether keys of this type can be compared in a filter by any store that knows the type.</summary>
    public bool CanCompare => KeyType == typeof(int) || KeyType == typeof(long);

    /// <summary>Orders records by their keys.</summary>
    public FilteredRecordRetrievalOptions<TRecord>.OrderByDefinition Order(
        FilteredRecordRetrievalOptions<TRecord>.OrderByDefinition order)
    {
        Expression body = _key.Type == typeof(object) ? _key : Expression.Convert(_key, typeof(object));
        return order.Ascending(Expression.Lambda<Func<TRecord, object?>>(body, _record));
    }

    /// <summary>A filter that records meet which meet another one and have keys beyond one.</summary>
    /// <param name="filter">The other filter; null for none.</param>
    /// <param name="last">The key; null for the first page, which begins anywhere.</param>
    public Expression<Func<TRecord, bool>> Beyond(Expression<Func<TRecord, bool>>? filter, object? last)
    {
        if (last is null)
            return filter ?? (static _ => true);

        Expression key = _key.Type == KeyType ? _key : Expression.Convert(_key, KeyType);
        Expression beyond = Expression.GreaterThan(key, Expression.Constant(last, KeyType));
        Expression body = filter is null
            ? beyond
            : Expression.AndAlso(ParameterReplacer.Replace(filter.Body, filter.Parameters[0], _record), beyond);
        return Expression.Lambda<Func<TRecord, bool>>(body, _record);
    }
}

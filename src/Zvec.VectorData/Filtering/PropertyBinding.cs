using System.Linq.Expressions;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Zvec.VectorData.Filtering;

/// <summary>Finds the property that an expression reads, through the conversions that C# puts around it.</summary>
internal static class PropertyBinding
{
    /// <summary>Binds an expression to a property of the model; false when it reads none.</summary>
    /// <exception cref="InvalidOperationException">The expression reads a property that the model does not have.</exception>
    /// <exception cref="InvalidCastException">A value of a dynamic record is cast to another type than the property has.</exception>
    public static PropertyModel? TryBind(Expression expression, CollectionModel model, ParameterExpression record)
    {
        Expression inner = expression;
        while (Unwrap(inner) is { } next)
            inner = next;

        if (NameOf(inner, record) is not { } name)
            return null;

        if (!model.PropertyMap.TryGetValue(name, out PropertyModel? property))
            throw new InvalidOperationException($"Property name '{name}' provided as part of the filter clause is not a valid property "
                + "name.");

        Type type = Bare(property.Type);
        for (Expression? outer = expression; outer is not null; outer = Unwrap(outer))
        {
            if (!IsConversion(outer) || KeepsValue(type, Bare(outer.Type)))
                continue;

            // On a dynamic record the cast would fail; on a class it changes the value, and the comparison is not one of the property.
            return ((UnaryExpression)outer).Operand == inner && inner.Type == typeof(object)
                ? throw new InvalidCastException(
                    $"Property '{name}' is being cast to type '{outer.Type.Name}', but its configured type is '{property.Type.Name}'.")
                : null;
        }

        return property;
    }

    /// <summary>The type without the possibility of null.</summary>
    public static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    /// <summary>Takes one conversion, or one <c>.Value</c> of a nullable value, off; null when there is none.</summary>
    public static Expression? Unwrap(Expression expression) => expression switch
    {
        UnaryExpression conversion when IsConversion(conversion)
            && (conversion.Method is null || conversion.Method.DeclaringType == typeof(decimal)) => conversion.Operand,
        MemberExpression { Member.Name: nameof(Nullable<int>.Value), Expression: { } nullable }
            when Nullable.GetUnderlyingType(nullable.Type) is not null => nullable,
        _ => null,
    };

    private static string? NameOf(Expression expression, ParameterExpression record) => expression switch
    {
        MemberExpression { Expression: { } instance } member when StripCast(instance) == record => member.Member.Name,
        MethodCallExpression { Method.Name: "get_Item", Object: { } dictionary, Arguments: [var key] }
            when dictionary == record && dictionary.Type == typeof(Dictionary<string, object?>)
                && ConstantEvaluator.TryEvaluate(key, out object? name) => (string?)name,
        _ => null,
    };

    // A filter written against an interface or base class of the record casts the record.
    private static Expression StripCast(Expression instance) =>
        instance is UnaryExpression { Method: null } cast && IsConversion(cast) ? cast.Operand : instance;

    private static bool IsConversion(Expression expression) =>
        expression.NodeType is ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.TypeAs;

    /// <summary>Whether a conversion leaves the value what it is: to a base type, to the number under an enumeration, to a wider
    /// number.</summary>
    public static bool KeepsValue(Type from, Type to)
    {
        if (to.IsAssignableFrom(from))
            return true;

        Type number = from.IsEnum ? Enum.GetUnderlyingType(from) : from;
        return to == number || Widens(Type.GetTypeCode(number), Type.GetTypeCode(to));
    }

    /// <summary>Whether C# converts one numeric type to the other by itself.</summary>
    private static bool Widens(TypeCode from, TypeCode to) => from switch
    {
        TypeCode.SByte => to is TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 || IsReal(to),
        TypeCode.Byte => to is >= TypeCode.Int16 and <= TypeCode.UInt64 || IsReal(to),
        TypeCode.Int16 => to is TypeCode.Int32 or TypeCode.Int64 || IsReal(to),
        TypeCode.UInt16 => to is >= TypeCode.Int32 and <= TypeCode.UInt64 || IsReal(to),
        TypeCode.Int32 => to is TypeCode.Int64 || IsReal(to),
        TypeCode.UInt32 => to is TypeCode.Int64 or TypeCode.UInt64 || IsReal(to),
        TypeCode.Int64 or TypeCode.UInt64 => IsReal(to),
        TypeCode.Single => to is TypeCode.Double,
        _ => false,
    };

    private static bool IsReal(TypeCode code) => code is TypeCode.Single or TypeCode.Double or TypeCode.Decimal;
}

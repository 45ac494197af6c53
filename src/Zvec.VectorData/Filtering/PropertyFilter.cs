using System.Collections;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData.Filtering;

/// <summary>The filters on one property, from values of the types that C# expressions compare it with.</summary>
internal sealed class PropertyFilter
{
    private readonly PropertyModel _property;
    private readonly FieldCodec? _codec;
    private readonly Type _elementType;
    private readonly bool _ofElement;

    /// <param name="property">The property.</param>
    /// <param name="ofElement">Whether the filters are on one of the property's values, for <see cref="AnyElement"/>.</param>
    public PropertyFilter(PropertyModel property, bool ofElement = false)
    {
        _property = property;
        _ofElement = ofElement;
        switch (property)
        {
            case KeyPropertyModel:
                _elementType = property.Type;
                break;
            case DataPropertyModel when FieldCodecs.TryGet(property.Type, out _codec):
                _elementType = _codec.ElementType;
                break;
            default:
                throw new NotSupportedException($"Filters on the vector property '{property.ModelName}' are not supported.");
        }
    }

    /// <summary>Whether the property holds several values.</summary>
    public bool IsArray => !_ofElement && _codec is { IsArray: true };

    private string Field => _property.StorageName;

    public Filter IsNull() => _property is KeyPropertyModel ? Filter.None : Filter.IsNull(Field);

    public Filter IsTrue() => Compare(ComparisonOperator.Equal, true);

    /// <summary>Compares the property with a value; comparisons with null are C#'s.</summary>
    public Filter Compare(ComparisonOperator comparison, object? value)
    {
        if (value is null)
            return comparison == ComparisonOperator.Equal ? IsNull() : Filter.None;

        if (IsArray)
        {
            return comparison == ComparisonOperator.Equal
                ? Filter.Equal(Field, _codec!.ToDocument(value))
                : throw new NotSupportedException($"Property '{_property.ModelName}' holds several values, which have no order.");
        }

        object number = EnumCodec.ToNumber(value, _elementType);
        if (number.GetType() == _elementType)
            return NumberComparison.Compare(Field, comparison, number);

        return NumberComparison.Create(Field, comparison, _elementType, number) ?? throw Incomparable(value);
    }

    /// <summary>The property equals one of the values.</summary>
    public Filter In(IEnumerable values)
    {
        if (IsArray)
            throw new NotSupportedException($"Property '{_property.ModelName}' holds several values; a list cannot be asked whether it "
                + "contains them.");

        List<object?> narrowed = Narrow(values);
        if (_property is KeyPropertyModel)
            narrowed.RemoveAll(value => value is null);
        return narrowed.Count == 0 ? Filter.None : Filter.In(Field, narrowed);
    }

    /// <summary>One of the property's values equals one of the given.</summary>
    public Filter ContainsAny(IEnumerable values)
    {
        ThrowIfSingle();
        List<object?> narrowed = Narrow(values);
        return narrowed.Count == 0 ? Filter.None : Filter.ContainsAny(Field, narrowed);
    }

    /// <summary>Each of the given values equals one of the property's.</summary>
    public Filter ContainsAll(IEnumerable values)
    {
        ThrowIfSingle();
        object?[] all = [.. values.Cast<object?>()];
        List<object?> narrowed = Narrow(all);
        return narrowed.Count < all.Length ? Filter.None : Filter.ContainsAll(Field, narrowed);
    }

    /// <summary>One of the property's values meets a condition.</summary>
    public Filter AnyElement(Filter condition)
    {
        ThrowIfSingle();
        return Filter.AnyElement(Field, condition);
    }

    /// <summary>All of the property's values meet a condition.</summary>
    public Filter AllElements(Filter condition) => Filter.And(Filter.IsNotNull(Field), Filter.Not(AnyElement(Filter.Not(condition))));

    /// <summary>Compares the number of the property's values.</summary>
    public Filter CompareLength(ComparisonOperator comparison, int length)
    {
        ThrowIfSingle();
        return comparison switch
        {
            ComparisonOperator.Less => Filter.ArrayLengthLessThan(Field, length),
            ComparisonOperator.LessOrEqual =>
                length == int.MaxValue ? Filter.IsNotNull(Field) : Filter.ArrayLengthLessThan(Field, length + 1),
            ComparisonOperator.Greater => Filter.ArrayLengthGreaterThan(Field, length),
            ComparisonOperator.GreaterOrEqual =>
                length == int.MinValue ? Filter.IsNotNull(Field) : Filter.ArrayLengthGreaterThan(Field, length - 1),
            _ => Filter.ArrayLengthEqual(Field, length),
        };
    }

    /// <summary>The text begins with, ends with or contains the given one, letter by letter.</summary>
    public Filter Like(string text, bool anythingBefore, bool anythingAfter)
    {
        if (IsArray || _elementType != typeof(string))
            throw new NotSupportedException($"Property '{_property.ModelName}' is no text.");

        string literal = text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
        return Filter.Like(Field, (anythingBefore ? "%" : "") + literal + (anythingAfter ? "%" : ""));
    }

    /// <summary>The values in the type of the property's; those that it cannot have match nothing and are left out.</summary>
    private List<object?> Narrow(IEnumerable values)
    {
        var narrowed = new List<object?>();
        foreach (object? value in values)
        {
            object? number = EnumCodec.ToNumber(value, _elementType);
            if (number is null || number.GetType() == _elementType)
                narrowed.Add(number);
            else if (!IsNumber(_elementType) || !IsNumber(number.GetType()))
                throw Incomparable(value!);
            else if (NumberComparison.TryNarrow(_elementType, number, out object? fitting))
                narrowed.Add(fitting);
        }

        return narrowed;
    }

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private void ThrowIfSingle()
    {
        if (!IsArray)
            throw new NotSupportedException($"Property '{_property.ModelName}' of type '{_property.Type.Name}' does not hold several "
                + "values.");
    }

    private NotSupportedException Incomparable(object value) =>
        new($"Property '{_property.ModelName}' of type '{_property.Type.Name}' cannot be compared with a value of type "
            + $"'{value.GetType().Name}'.");
}

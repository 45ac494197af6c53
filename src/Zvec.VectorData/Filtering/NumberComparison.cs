using System.Globalization;
using System.Numerics;
using Zvec.Engine;

namespace Zvec.VectorData.Filtering;

/// <summary>
/// Compares a property with a number of a wider type, as C# does after widening the property: <c>r.Short == 70_000</c> and <c>r.Float
/// &lt; 0.1</c> compare with values that the property itself cannot have.
/// </summary>
internal static class NumberComparison
{
    /// <summary>The filter for a property of one numeric type and a value of another; null when these types have no such
    /// comparison.</summary>
    public static Filter? Create(string field, ComparisonOperator comparison, Type propertyType, object value)
    {
        if (propertyType == typeof(float))
            return value is double number ? CompareFloat(field, comparison, number) : Same(field, comparison, propertyType, value);

        if (Range(propertyType) is not (var min, var max))
            return Same(field, comparison, propertyType, value);

        switch (value)
        {
            case float or double:
                double real = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                if (double.IsNaN(real))
                    return Filter.None;
                if (Math.Abs(real) > 1e28)
                    return Beyond(field, comparison, above: real > 0);

                // By way of an integer: the conversion from double to decimal keeps only 15 digits.
                decimal floor = (decimal)(BigInteger)Math.Floor(real);
                return CompareInteger(field, comparison, propertyType, floor, Math.Floor(real) != real, min, max);
            case decimal exact:
                return CompareInteger(field, comparison, propertyType, exact, decimal.Floor(exact) != exact, min, max);
            case sbyte or byte or short or ushort or int or uint or long or ulong or char:
                decimal whole = value is char c ? c : Convert.ToDecimal(value, CultureInfo.InvariantCulture);
                return CompareInteger(field, comparison, propertyType, whole, fraction: false, min, max);
            default:
                return null;
        }
    }

    /// <summary>The value in the property's own type; false when the property cannot have it.</summary>
    public static bool TryNarrow(Type propertyType, object value, out object? narrowed)
    {
        narrowed = null;
        if (propertyType == typeof(float) && value is double number)
        {
            narrowed = (float)number;
            return (float)number == number;
        }

        if (Range(propertyType) is not (var min, var max))
            return TryConvert(propertyType, value, out narrowed);
        if (!TryConvert(typeof(decimal), value, out object? exact) || exact is not decimal whole || decimal.Floor(whole) != whole)
            return false;
        if (whole < min || whole > max)
            return false;

        narrowed = Convert.ChangeType(whole, propertyType, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>Builds the comparison with a value of the property's own type.</summary>
    public static Filter Compare(string field, ComparisonOperator comparison, object value) => comparison switch
    {
        _ when value is double.NaN or float.NaN => Filter.None,
        ComparisonOperator.Less => Filter.LessThan(field, value),
        ComparisonOperator.LessOrEqual => Filter.LessThanOrEqual(field, value),
        ComparisonOperator.Greater => Filter.GreaterThan(field, value),
        ComparisonOperator.GreaterOrEqual => Filter.GreaterThanOrEqual(field, value),
        _ => Filter.Equal(field, value),
    };

    private static Filter CompareFloat(string field, ComparisonOperator comparison, double value)
    {
        if (double.IsNaN(value))
            return Filter.None;

        float nearest = (float)value;
        if (nearest == value)
            return Compare(field, comparison, nearest);

        // No float equals the value; the nearest one is just below or just above it.
        bool below = nearest < value;
        return comparison switch
        {
            ComparisonOperator.Less or ComparisonOperator.LessOrEqual =>
                below ? Filter.LessThanOrEqual(field, nearest) : Filter.LessThan(field, nearest),
            ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual =>
                below ? Filter.GreaterThan(field, nearest) : Filter.GreaterThanOrEqual(field, nearest),
            _ => Filter.None,
        };
    }

    private static Filter CompareInteger(
        string field, ComparisonOperator comparison, Type propertyType, decimal value, bool fraction, decimal min, decimal max)
    {
        if (fraction)
        {
            if (comparison == ComparisonOperator.Equal)
                return Filter.None;

            value = decimal.Floor(value);
            comparison = comparison is ComparisonOperator.Less or ComparisonOperator.LessOrEqual
                ? ComparisonOperator.LessOrEqual
                : ComparisonOperator.Greater;
        }

        if (value < min || value > max)
            return Beyond(field, comparison, above: value > max);

        return Compare(field, comparison, Convert.ChangeType(value, propertyType, CultureInfo.InvariantCulture));
    }

    /// <summary>A comparison with a value above or below everything that the property can have.</summary>
    private static Filter Beyond(string field, ComparisonOperator comparison, bool above)
    {
        bool less = comparison is ComparisonOperator.Less or ComparisonOperator.LessOrEqual;
        bool all = comparison != ComparisonOperator.Equal && less == above;
        return all ? Filter.IsNotNull(field) : Filter.None;
    }

    private static Filter? Same(string field, ComparisonOperator comparison, Type propertyType, object value) =>
        TryConvert(propertyType, value, out object? converted) ? Compare(field, comparison, converted!) : null;

    private static bool TryConvert(Type type, object value, out object? converted)
    {
        converted = null;
        if (value.GetType() == type)
        {
            converted = value;
            return true;
        }

        if (value is not IConvertible || Type.GetTypeCode(type) is not (>= TypeCode.SByte and <= TypeCode.Decimal)
            || Type.GetTypeCode(value.GetType()) is not (>= TypeCode.SByte and <= TypeCode.Decimal))
        {
            return false;
        }

        try
        {
            converted = Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static (decimal Min, decimal Max)? Range(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => (sbyte.MinValue, sbyte.MaxValue),
        TypeCode.Byte => (byte.MinValue, byte.MaxValue),
        TypeCode.Int16 => (short.MinValue, short.MaxValue),
        TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
        TypeCode.Int32 => (int.MinValue, int.MaxValue),
        TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
        TypeCode.Int64 => (long.MinValue, long.MaxValue),
        TypeCode.UInt64 => (ulong.MinValue, ulong.MaxValue),
        _ => null,
    };
}

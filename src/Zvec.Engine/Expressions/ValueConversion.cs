using System.Collections;
using System.Globalization;
using Zvec.Engine.Documents;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Expressions;

/// <summary>Takes values from one type into another without loss: numbers into each other, what has a text into text, a date into a date
/// with a time, a value into an array of one, arrays element by element.</summary>
internal static class ValueConversion
{
    /// <summary>Whether there are values of the one type that the other can hold.</summary>
    public static bool Exists(DataType from, DataType to)
    {
        if (from == to)
            return true;
        if (to.IsArray())
            return Exists(from.IsArray() ? from.Element() : from, to.Element());
        if (from.IsArray())
            return false;
        return (IsNumber(from) && IsNumber(to))
            || (to == DataType.String && from != DataType.Binary)
            || (from == DataType.DateOnly && to == DataType.DateTime);
    }

    /// <summary>The value in another type; null when that type cannot hold it exactly.</summary>
    /// <param name="value">The value, as a field holds it.</param>
    /// <param name="to">The other type.</param>
    public static object? Convert(object value, DataType to)
    {
        if (to.IsArray())
            return ConvertArray(value, to);
        if (FieldValues.Normalize(to, value, out _) is { } normal)
            return normal;
        return to switch
        {
            DataType.String => ToText(value),
            DataType.DateTime when value is DateOnly date => date.ToDateTime(TimeOnly.MinValue),
            _ => ConvertFraction(value, to),
        };
    }

    /// <summary>A value as text that does not depend on the culture.</summary>
    public static string ToText(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A {value.GetType()} has no text.", nameof(value)),
    };

    private static bool IsNumber(DataType type) => type is >= DataType.Int8 and <= DataType.Decimal;

    private static object? ConvertArray(object value, DataType to)
    {
        var converted = new List<object?>();
        Array items = value is not byte[] && value is Array array ? array : new[] { value };
        foreach (object? item in items)
        {
            object? element = item is null ? null : Convert(item, to.Element());
            if (element is null && item is not null)
                return null;
            converted.Add(element);
        }

        return FieldValues.Normalize(to, (IEnumerable)converted, out _);
    }

    /// <summary>Converts a number that has, or could have, a fraction.</summary>
    private static object? ConvertFraction(object value, DataType to)
    {
        try
        {
            return value switch
            {
                float single => ConvertDouble(single, to),
                double number => ConvertDouble(number, to),
                decimal number => ConvertDecimal(number, to),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null; // no decimal is so large
        }
    }

    private static object? ConvertDouble(double value, DataType to)
    {
        switch (to)
        {
            case DataType.Float32:
                float single = (float)value;
                return single == value || double.IsNaN(value) ? single : null;
            case DataType.Decimal:
                decimal number = (decimal)value;
                return (double)number == value ? number : null;
            default:
                return Math.Abs(value) <= 1L << 53 && Math.Truncate(value) == value ? FieldValues.Normalize(to, (long)value, out _) : null;
        }
    }

    private static object? ConvertDecimal(decimal value, DataType to)
    {
        switch (to)
        {
            case DataType.Float32:
                float single = (float)value;
                return (decimal)single == value ? single : null;
            case DataType.Float64:
                double number = (double)value;
                return (decimal)number == value ? number : null;
            default:
                if (decimal.Truncate(value) != value)
                    return null;
                return value < 0 ? FieldValues.Normalize(to, (long)value, out _) : FieldValues.Normalize(to, (ulong)value, out _);
        }
    }
}

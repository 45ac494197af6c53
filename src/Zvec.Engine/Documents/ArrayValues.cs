using System.Collections;
using System.Globalization;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Brings an array field's value into a CLR array of its own: <c>T[]</c>, or <c>T?[]</c> when an element is null.</summary>
internal static class ArrayValues
{
    public static object? Normalize(DataType element, object value, out string? problem)
    {
        problem = null;
        Array? array = element switch
        {
            DataType.Bool => Copy<bool>(value),
            DataType.Int8 => Copy<sbyte>(value),
            DataType.UInt8 => Copy<byte>(value),
            DataType.Int16 => Copy<short>(value),
            DataType.UInt16 => Copy<ushort>(value),
            DataType.Int32 => Copy<int>(value),
            DataType.UInt32 => Copy<uint>(value),
            DataType.Int64 => Copy<long>(value),
            DataType.UInt64 => Copy<ulong>(value),
            DataType.Float32 => Copy<float>(value),
            DataType.Float64 => Copy<double>(value),
            DataType.Decimal => Copy<decimal>(value),
            DataType.DateTime => Copy<DateTime>(value),
            DataType.DateTimeOffset => Copy<DateTimeOffset>(value),
            DataType.DateOnly => Copy<DateOnly>(value),
            DataType.TimeOnly => Copy<TimeOnly>(value),
            DataType.Guid => Copy<Guid>(value),
            _ => null,
        };
        array ??= CopyEach(element, value, ref problem);
        if (array is null || problem is not null)
            return null;
        if (CountBytes(array) is var bytes && bytes <= FieldValues.MaxBytes)
            return array;
        problem = string.Create(CultureInfo.InvariantCulture, $"has an array of {bytes} bytes; use at most {FieldValues.MaxBytes}");
        return null;
    }

    /// <summary>Copies values of exactly the element type, or its nullable form; null for anything else.</summary>
    private static Array? Copy<T>(object value)
        where T : struct
    {
        // arrays by their exact type, because int[] "is" also an array of uint or of enums over int
        if (value is Array)
        {
            if (value.GetType() == typeof(T[]))
                return ((T[])value).AsSpan().ToArray();
            return value.GetType() == typeof(T?[]) ? WithoutNeedlessNulls(((T?[])value).AsSpan().ToArray()) : null;
        }

        return value switch
        {
            IEnumerable<T> items => items.ToArray(),
            IEnumerable<T?> items => WithoutNeedlessNulls(items.ToArray()),
            _ => null,
        };
    }

    private static Array WithoutNeedlessNulls<T>(T?[] items)
        where T : struct
    {
        T[] plain = new T[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i] is not { } item)
                return items;
            plain[i] = item;
        }

        return plain;
    }

    /// <summary>Strings and byte arrays, and elements that must be converted.</summary>
    private static Array? CopyEach(DataType element, object value, ref string? problem)
    {
        if (value is string or Array { Rank: not 1 } or not IEnumerable)
            return null;
        var items = new List<object?>();
        foreach (object? item in (IEnumerable)value)
        {
            object? normal = null;
            if (item is not null)
            {
                normal = FieldValues.Normalize(element, item, out string? reason);
                if (normal is null)
                {
                    problem = reason is null
                        ? string.Create(CultureInfo.InvariantCulture, $"has element {items.Count} of type {item.GetType()} with value {FieldValues.Describe(item)} in an array of {element}; use {element.ClrType()} values")
                        : string.Create(CultureInfo.InvariantCulture, $"{reason} (element {items.Count})");
                    return null;
                }
            }

            items.Add(normal);
        }

        return element switch
        {
            DataType.String => items.Cast<string?>().ToArray(),
            DataType.Binary => items.Cast<byte[]?>().ToArray(),
            DataType.Bool => Pack<bool>(items),
            DataType.Int8 => Pack<sbyte>(items),
            DataType.UInt8 => Pack<byte>(items),
            DataType.Int16 => Pack<short>(items),
            DataType.UInt16 => Pack<ushort>(items),
            DataType.Int32 => Pack<int>(items),
            DataType.UInt32 => Pack<uint>(items),
            DataType.Int64 => Pack<long>(items),
            DataType.UInt64 => Pack<ulong>(items),
            DataType.Float32 => Pack<float>(items),
            DataType.Float64 => Pack<double>(items),
            DataType.Decimal => Pack<decimal>(items),
            DataType.DateTime => Pack<DateTime>(items),
            DataType.DateTimeOffset => Pack<DateTimeOffset>(items),
            DataType.DateOnly => Pack<DateOnly>(items),
            DataType.TimeOnly => Pack<TimeOnly>(items),
            _ => Pack<Guid>(items),
        };
    }

    private static Array Pack<T>(List<object?> items)
        where T : struct
        => WithoutNeedlessNulls(items.ConvertAll(item => (T?)item).ToArray());

    private static long CountBytes(Array array)
    {
        long bytes = 0;
        switch (array)
        {
            case string?[] texts:
                foreach (string? text in texts)
                    bytes += text is null ? 1 : text.Length;
                break;
            case byte[]?[] blobs:
                foreach (byte[]? blob in blobs)
                    bytes += blob is null ? 1 : blob.Length;
                break;
            default:
                bytes = array.LongLength * 16; // the widest element
                break;
        }

        return bytes;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Reads single values of fields as <see cref="DocumentJson"/> describes them.</summary>
internal static class JsonValueReader
{
    private const NumberStyles Digits = NumberStyles.AllowLeadingSign;
    private const NumberStyles Real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a value that is no array and not null.</summary>
    /// <returns>False when the JSON is no value of the type.</returns>
    public static bool TryRead(JsonElement json, DataType type, [NotNullWhen(true)] out object? value)
    {
        value = type switch
        {
            DataType.Bool => ReadBool(json),
            DataType.Float32 => ReadSingle(json),
            DataType.Float64 => ReadDouble(json),
            DataType.Decimal => ReadDecimal(json),
            DataType.String => Text(json),
            DataType.Binary => Text(json) is { } text ? ReadBase64(text) : null,
            DataType.DateTime => Text(json) is { } text && JsonDates.TryRead(text, out DateTime time) ? time : null,
            DataType.DateTimeOffset => Text(json) is { } text && JsonDates.TryRead(text, out DateTimeOffset time) ? time : null,
            DataType.DateOnly => Text(json) is { } text && JsonDates.TryRead(text, out DateOnly date) ? date : null,
            DataType.TimeOnly => Text(json) is { } text && JsonDates.TryRead(text, out TimeOnly time) ? time : null,
            DataType.Guid => Text(json) is { } text && Guid.TryParse(text, out Guid guid) ? guid : null,
            _ => ReadInteger(json) is { } number ? FieldValues.Normalize(type, number, out _) : null,
        };
        return value is not null;
    }

    /// <summary>What a value of a type looks like in JSON, for messages.</summary>
    public static string Expected(DataType type) => type switch
    {
        DataType.Bool => "true or false",
        DataType.Int8 => "a whole number from -128 to 127",
        DataType.UInt8 => "a whole number from 0 to 255",
        DataType.Int16 => "a whole number from -32768 to 32767",
        DataType.UInt16 => "a whole number from 0 to 65535",
        DataType.Int32 => "a whole number of 32 bits",
        DataType.UInt32 => "a whole number of 32 bits without sign",
        DataType.Int64 => "a whole number of 64 bits",
        DataType.UInt64 => "a whole number of 64 bits without sign",
        DataType.Float32 or DataType.Float64 => "a number in the type's range, or \"NaN\", \"Infinity\" or \"-Infinity\"",
        DataType.Decimal => "a number of up to 28 digits",
        DataType.String => "a string of well-formed Unicode",
        DataType.Binary => "a string of base64",
        DataType.DateTime => "a string such as \"2024-05-06T07:08:09.123Z\"",
        DataType.DateTimeOffset => "a string with an offset, such as \"2024-05-06T07:08:09+02:00\"",
        DataType.DateOnly => "a string such as \"2024-05-06\"",
        DataType.TimeOnly => "a string such as \"07:08:09.123\"",
        _ => "a string such as \"0f8fad5b-d9cb-469f-a165-70867728950e\"",
    };

    /// <summary>The text of a string; null for anything else, and for one with half of a surrogate pair in it.</summary>
    public static string? Text(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // which the caller reports with the text
        }
    }

    private static object? ReadBool(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when json.ValueEquals("true") => true,
        JsonValueKind.String when json.ValueEquals("false") => false,
        _ => null,
    };

    // null, or a long, or a ulong beyond it
    private static object? ReadInteger(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number)
        {
            if (json.TryGetInt64(out long number))
                return number;
            if (json.TryGetUInt64(out ulong large))
                return large;

            // 5.0 and 1e3 are whole numbers too
            return json.TryGetDecimal(out decimal real) && decimal.IsInteger(real) ? Narrow(real) : null;
        }

        return Text(json) is { } text && decimal.TryParse(text, Digits, CultureInfo.InvariantCulture, out decimal whole) ? Narrow(whole) : null;
    }

    private static object? Narrow(decimal whole) => whole switch
    {
        >= long.MinValue and <= long.MaxValue => (long)whole,
        >= 0 and <= ulong.MaxValue => (ulong)whole,
        _ => null,
    };

    private static object? ReadSingle(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number)
            return json.TryGetSingle(out float number) && float.IsFinite(number) ? number : null;
        return Text(json) switch
        {
            null => null,
            "NaN" => float.NaN,
            "Infinity" => float.PositiveInfinity,
            "-Infinity" => float.NegativeInfinity,
            var text => float.TryParse(text, Real, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number) ? number : null,
        };
    }

    private static object? ReadDouble(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number)
            return json.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;
        return Text(json) switch
        {
            null => null,
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => double.TryParse(text, Real, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number : null,
        };
    }

    private static decimal? ReadDecimal(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Number)
            return json.TryGetDecimal(out decimal number) ? number : null;
        return Text(json) is { } text && decimal.TryParse(text, Real, CultureInfo.InvariantCulture, out decimal parsed) ? parsed : null;
    }

    private static byte[]? ReadBase64(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int written) ? bytes[..written] : null;
    }
}

using System.Collections;
using System.Globalization;
using System.Text;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Brings a field's value into exactly the CLR type of its <see cref="DataType"/>. What can be converted without loss is: an integer or enum that fits
/// another width, an integer or float that another number type holds exactly. What the caller could change later is copied.</summary>
internal static class FieldValues
{
    /// <summary>The largest string or binary value, and the largest array, in bytes.</summary>
    public const int MaxBytes = 256 << 20;

    /// <summary>Normalises a value.</summary>
    /// <param name="type">The field's type.</param>
    /// <param name="value">The value that was given, not null.</param>
    /// <param name="problem">When null is returned, what is wrong, as the rest of a sentence that begins with the field.</param>
    /// <returns>The value, or null when it does not fit.</returns>
    public static object? Normalize(DataType type, object value, out string? problem)
    {
        problem = null;
        if (type.IsArray())
            return ArrayValues.Normalize(type.Element(), value, out problem);
        if (type == DataType.Binary)
            return NormalizeBinary(value, out problem);
        if (value.GetType() != type.ClrType())
            return ConvertNumber(type, value); // null is a wrong type, of which the caller tells
        if (value is string text)
            problem = CheckText(text);
        return problem is null ? value : null;
    }

    /// <summary>A value as text that is short enough for a message.</summary>
    public static string Describe(object value)
    {
        string text = value switch
        {
            string s => $"'{s}'",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            ICollection items => string.Create(CultureInfo.InvariantCulture, $"{items.Count} elements"),
            _ => value.ToString() ?? "",
        };
        return text.Length <= 80 ? text : text[..60] + "...";
    }

    private static string? CheckText(string text)
    {
        if (!WellFormedText.Is(text))
            return "has text with half of a surrogate pair in it; use well-formed Unicode";
        if (text.Length > MaxBytes / 3 && Encoding.UTF8.GetByteCount(text) is var bytes && bytes > MaxBytes)
            return string.Create(CultureInfo.InvariantCulture, $"has a string of {bytes} bytes; use at most {MaxBytes}");
        return null;
    }

    private static byte[]? NormalizeBinary(object value, out string? problem)
    {
        problem = null;
        ReadOnlySpan<byte> bytes;
        if (value.GetType() == typeof(byte[]))
            bytes = (byte[])value;
        else if (value is ReadOnlyMemory<byte> readOnly)
            bytes = readOnly.Span;
        else if (value is Memory<byte> memory)
            bytes = memory.Span;
        else
            return null;
        if (bytes.Length <= MaxBytes)
            return bytes.ToArray();
        problem = string.Create(CultureInfo.InvariantCulture, $"has {bytes.Length} bytes; use at most {MaxBytes}");
        return null;
    }

    private static object? ConvertNumber(DataType type, object value)
    {
        if (value is float single)
            return type == DataType.Float64 ? (double)single : null;
        if (!TryGetInteger(value, out Int128 number))
            return null;
        return type switch
        {
            DataType.Int8 when number == (sbyte)number => (sbyte)number,
            DataType.UInt8 when number == (byte)number => (byte)number,
            DataType.Int16 when number == (short)number => (short)number,
            DataType.UInt16 when number == (ushort)number => (ushort)number,
            DataType.Int32 when number == (int)number => (int)number,
            DataType.UInt32 when number == (uint)number => (uint)number,
            DataType.Int64 when number == (long)number => (long)number,
            DataType.UInt64 when number == (ulong)number => (ulong)number,
            DataType.Float32 when Int128.Abs(number) <= 1 << 24 => (float)number,
            DataType.Float64 when Int128.Abs(number) <= 1L << 53 => (double)number,
            DataType.Decimal => (decimal)number,
            _ => null,
        };
    }

    // an enum has the type code of the integer under it, and unboxes to it
    private static bool TryGetInteger(object value, out Int128 number)
    {
        Int128? found = Type.GetTypeCode(value.GetType()) switch
        {
            TypeCode.SByte => (sbyte)value,
            TypeCode.Byte => (byte)value,
            TypeCode.Int16 => (short)value,
            TypeCode.UInt16 => (ushort)value,
            TypeCode.Int32 => (int)value,
            TypeCode.UInt32 => (uint)value,
            TypeCode.Int64 => (long)value,
            TypeCode.UInt64 => (ulong)value,
            _ => null,
        };
        number = found.GetValueOrDefault();
        return found.HasValue;
    }
}

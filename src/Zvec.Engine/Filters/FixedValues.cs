using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Zvec.Engine.Filters;

/// <summary>What each type of fixed width can be compared with, and in which form.</summary>
internal static class FixedValues
{
    private static readonly string[] LocalFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
    ];

    private static readonly string[] UtcFormats = [.. LocalFormats.Skip(1).Select(format => format + "'Z'")];

    private static readonly string[] OffsetFormats = [.. LocalFormats.Skip(1).Select(format => format + "zzz")];

    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss.FFFFFFF"];

    public static ValueDomain Integer<T>(DataType type)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        => new FixedDomain<T, T, SameForm<T>>(
            type,
            "a number",
            (comparison, value) => ExactNumber.TryFrom(value, out ExactNumber number)
                ? Bounded(comparison, number, T.MinValue, T.MaxValue)
                : null,
            value => value);

    public static ValueDomain Float<T>(DataType type)
        where T : unmanaged, IFloatingPointIeee754<T>
        => new FixedDomain<T, T, SameForm<T>>(type, "a number", FloatRange<T>, value => value);

    public static FixedRange<byte>? Bool(Comparison comparison, object value) =>
        value is bool flag ? Bounded<byte>(comparison, ExactNumber.From(flag ? 1 : 0), 0, 1) : null;

    public static FixedRange<decimal>? Decimal(Comparison comparison, object value)
    {
        ExactNumber number;
        if (!(value is string text ? ExactNumber.TryParse(text, out number) : ExactNumber.TryFrom(value, out number)))
            return null;
        Interval<decimal> interval = Intervals.OfDecimal(comparison, number);
        return new FixedRange<decimal>(interval, interval.Min == decimal.MinValue, interval.Max == decimal.MaxValue);
    }

    public static FixedRange<long>? DateTime(Comparison comparison, object value)
    {
        DateTime time;
        switch (value)
        {
            case DateTime given:
                time = given;
                break;
            case string text when TryParseDateTime(text, LocalFormats, out time) || TryParseDateTime(text, UtcFormats, out time):
                break;
            default:
                return null;
        }

        return Ticks(comparison, time.Ticks);
    }

    public static FixedRange<long>? DateTimeOffset(Comparison comparison, object value)
    {
        DateTimeOffset time;
        switch (value)
        {
            case DateTimeOffset given:
                time = given;
                break;
            case DateTime { Kind: DateTimeKind.Utc } utc:
                time = utc;
                break;
            case string text when TryParseDateTimeOffset(text, out time):
                break;
            default:
                return null;
        }

        return Ticks(comparison, time.UtcTicks);
    }

    public static FixedRange<int>? DateOnly(Comparison comparison, object value)
    {
        DateOnly date;
        switch (value)
        {
            case DateOnly given:
                date = given;
                break;
            case string text when System.DateOnly.TryParseExact(
                text, LocalFormats[0], CultureInfo.InvariantCulture, DateTimeStyles.None, out date):
                break;
            default:
                return null;
        }

        return Bounded(comparison, ExactNumber.From(date.DayNumber), 0, System.DateOnly.MaxValue.DayNumber);
    }

    public static FixedRange<long>? TimeOnly(Comparison comparison, object value)
    {
        TimeOnly time;
        switch (value)
        {
            case TimeOnly given:
                time = given;
                break;
            case string text when System.TimeOnly.TryParseExact(
                text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time):
                break;
            default:
                return null;
        }

        return Bounded(comparison, ExactNumber.From(time.Ticks), 0, System.TimeOnly.MaxValue.Ticks);
    }

    public static FixedRange<UInt128>? Guid(Comparison comparison, object value)
    {
        Guid guid;
        switch (value)
        {
            case Guid given:
                guid = given;
                break;
            case string text when System.Guid.TryParse(text, out guid):
                break;
            default:
                return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bounded(
            comparison, ExactNumber.From(BinaryPrimitives.ReadUInt128BigEndian(bytes)), UInt128.MinValue, UInt128.MaxValue);
    }

    public static object ToGuid(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A number in text with a fraction or an exponent has no type, and so is rounded as the field's values were; any other is compared as it is.</summary>
    private static FixedRange<T>? FloatRange<T>(Comparison comparison, object value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ExactNumber number;
        if (value is NumberLiteral literal)
            number = ExactNumber.FromReal(double.CreateChecked(T.Parse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture)));
        else if (!ExactNumber.TryFrom(value, out number))
            return null;
        return new FixedRange<T>(Intervals.OfFloat<T>(comparison, number), false, false);
    }

    private static FixedRange<long> Ticks(Comparison comparison, long ticks) =>
        Bounded(comparison, ExactNumber.From(ticks), 0, System.DateTime.MaxValue.Ticks);

    private static FixedRange<T> Bounded<T>(Comparison comparison, ExactNumber value, T min, T max)
        where T : IBinaryInteger<T>
    {
        Interval<T> interval = Intervals.OfInteger(comparison, value, min, max);
        return new FixedRange<T>(interval, interval.Min == min, interval.Max == max);
    }

    private static bool TryParseDateTime(string text, string[] formats, out DateTime time) =>
        System.DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static bool TryParseDateTimeOffset(string text, out DateTimeOffset time) =>
        System.DateTimeOffset.TryParseExact(text, OffsetFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
        || System.DateTimeOffset.TryParseExact(
            text, [.. LocalFormats, .. UtcFormats], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}

using System.Globalization;
using System.Numerics;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Tests.Filters;

/// <summary>Few values of each type, so that they meet often, with those at the edges among them.</summary>
internal static class FilterData
{
    public static readonly DataType[] Scalars = [.. Enum.GetValues<DataType>().Where(type => !type.IsArray())];

    private static readonly object[] Numbers =
    [
        -1, 0, 1L, (byte)2, (short)-128, 127u, 255, 256, 32767.0, 65535.5f, 0.5, 0.1, 0.1f, 1.5m, 0.1m, (Half)0.5, double.NaN, float.NaN,
        double.PositiveInfinity, float.NegativeInfinity, int.MaxValue, int.MinValue, 3e10, -3e10, uint.MaxValue, long.MaxValue, long.MinValue, ulong.MaxValue,
        9.223372036854776E18, 1.8446744073709552E19, 16777217, 9007199254740993L, BigInteger.Pow(10, 30), -BigInteger.Pow(10, 30), decimal.MaxValue,
        decimal.MinValue, 1e29, DayOfWeek.Tuesday, -0.0, 0.3333333333333333333333333333m, 1e300, -1e300,
    ];

    private static readonly string[] Texts =
        ["", "a", "ab", "abc", "b", "aab", "a%b", "a_b", @"a\b", "é", "éa", "\U0001F600", "a\U0001F600b", "\uFFFD", "\uE000", "it's", "z\0z"];

    private static readonly string[] Patterns =
    [
        "", "%", "_", "a%", "%b", "%a%", "a%b", "a_b", "_b%", "%_", "__", "a__", @"a\%b", @"a\_b", @"a\\b", @"%\%%", "é_", "_\U0001F600_", "a%b%", "%%", "ab",
        "a%_b", "%a_b", @"a\",
    ];

    private static readonly DateTime Noon = new(2024, 5, 31, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>A value that a field of the type can hold, or its elements.</summary>
    public static object Value(DataType type, Random random) => Pick(Values(type), random);

    /// <summary>A value that a filter may compare the type with.</summary>
    public static object Operand(DataType type, Random random) =>
        type is >= DataType.Int8 and <= DataType.Decimal && random.Next(2) == 0 ? Pick(Numbers, random) : Value(type, random);

    public static string Pattern(Random random) => Pick(Patterns, random);

    public static object? Nullable(DataType type, Random random) => random.Next(6) == 0
        ? null
        : type.IsArray() ? MakeArray(type.Element(), random) : Value(type, random);

    /// <summary>An array of the element type; of its nullable form where an element is null.</summary>
    public static Array MakeArray(DataType element, Random random)
    {
        object?[] items = [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(8) == 0 ? null : Value(element, random))];
        Type type = element.ClrType();
        if (type.IsValueType && items.Contains(null))
            type = typeof(Nullable<>).MakeGenericType(type);
        var array = Array.CreateInstance(type, items.Length);
        for (int i = 0; i < items.Length; i++)
            array.SetValue(items[i], i);
        return array;
    }

    /// <summary>The value in a filter's text; null when it has none.</summary>
    public static string? Literal(object value) => value switch
    {
        string text => $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'",
        bool flag => flag ? "TRUE" : "false",
        double.NaN or float.NaN or double.PositiveInfinity or double.NegativeInfinity or float.PositiveInfinity or float.NegativeInfinity => null,
        DateTime time => time.ToString("'\"'yyyy-MM-ddTHH:mm:ss.fffffff'\"'", CultureInfo.InvariantCulture),
        DateTimeOffset or DateOnly or TimeOnly => $"'{((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)}'",
        Guid guid => $"'{guid}'",
        byte[] => null,
        _ => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
    };

    private static object[] Values(DataType type) => type switch
    {
        DataType.Bool => [false, true],
        DataType.Int8 => [sbyte.MinValue, (sbyte)-1, (sbyte)0, (sbyte)1, (sbyte)2, sbyte.MaxValue],
        DataType.UInt8 => [(byte)0, (byte)1, (byte)2, (byte)127, (byte)255],
        DataType.Int16 => [short.MinValue, (short)-1, (short)0, (short)1, (short)2, (short)256, short.MaxValue],
        DataType.UInt16 => [(ushort)0, (ushort)1, (ushort)2, (ushort)256, ushort.MaxValue],
        DataType.Int32 => [int.MinValue, -1, 0, 1, 2, 16777217, int.MaxValue],
        DataType.UInt32 => [0u, 1u, 2u, 16777217u, uint.MaxValue],
        DataType.Int64 => [long.MinValue, -1L, 0L, 1L, 2L, 9007199254740993L, long.MaxValue],
        DataType.UInt64 => [0ul, 1ul, 2ul, 9007199254740993ul, ulong.MaxValue],
        DataType.Float32 => [-1f, -0f, 0f, 0.1f, 0.5f, 1f, 2f, 16777216f, float.MaxValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity],
        DataType.Float64 =>
            [-1.0, -0.0, 0.0, 0.1, (double)0.1f, 0.5, 1.0, 2.0, 9007199254740992.0, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity],
        DataType.Decimal => [-1m, 0m, 0.00m, 0.1m, 0.5m, 1m, 1.00m, 1.5m, 0.3333333333333333333333333333m, decimal.MaxValue, decimal.MinValue],
        DataType.String => Texts,
        DataType.Binary => [.. Texts.Select(text => System.Text.Encoding.UTF8.GetBytes(text)), new byte[] { 255 }, new byte[] { 0, 255 }],
        DataType.DateTime =>
            [DateTime.MinValue, DateTime.MaxValue, Noon, DateTime.SpecifyKind(Noon, DateTimeKind.Unspecified), Noon.AddTicks(1), Noon.AddDays(-1)],
        DataType.DateTimeOffset =>
        [
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(Noon), new DateTimeOffset(Noon).ToOffset(TimeSpan.FromHours(2)),
            new DateTimeOffset(Noon.AddTicks(1)), new DateTimeOffset(Noon.AddDays(-1)).ToOffset(TimeSpan.FromMinutes(-570)),
        ],
        DataType.DateOnly => [DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 5, 31), new DateOnly(2024, 6, 1)],
        DataType.TimeOnly => [TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(12, 0), new TimeOnly(12, 0, 0, 1)],
        DataType.Guid =>
        [
            Guid.Empty, Guid.AllBitsSet, new Guid("00000001-0000-0000-0000-000000000000"), new Guid("80000000-0000-0000-0000-000000000000"),
            new Guid("00000000-0000-0000-8000-000000000000"), new Guid("00000000-0000-0000-7fff-000000000001"),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static T Pick<T>(IReadOnlyList<T> values, Random random) => values[random.Next(values.Count)];
}

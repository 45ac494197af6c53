using System.Text;
using CsCheck;
using Zvec.Engine.Columns;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Columns;

/// <summary>Values of every type for the tests of columns: the awkward ones often, and few enough different ones that
/// some are equal.</summary>
internal static class ColumnValues
{
    public static TheoryData<DataType> AllTypes => [.. Enum.GetValues<DataType>()];

    public static TheoryData<DataType> ScalarTypes => [.. Enum.GetValues<DataType>().Where(type => !type.IsArray())];

    /// <summary>A value, or null one time in five.</summary>
    public static Gen<object?> Nullable(DataType type) =>
        Gen.Frequency((4, Of(type).Select(value => (object?)value)), (1, Gen.Const((object?)null)));

    public static Gen<object> Of(DataType type) => type.IsArray() ? Arrays(type.Element()) : Scalars(type);

    /// <summary>Values without large ones, the same in every run, so that every byte of a file can be damaged in turn.
    /// A few are null.</summary>
    public static object?[] Small(DataType type, int count)
    {
        var random = new PCG(1, (ulong)type);
        Gen<object> gen = Of(type);
        var values = new object?[count];
        for (int i = 0; i < count; i++)
        {
            if (i % 9 == 4)
                continue;
            do
                values[i] = gen.Generate(random, null, out _);
            while (IsLarge(values[i]) || values[i] is Array { Length: 0 });
        }

        return values;
    }

    /// <summary>The same to the last bit, and of the same CLR type.</summary>
    public static bool Same(object? left, object? right)
    {
        if (left is null || right is null)
            return left is null && right is null;
        if (left.GetType() != right.GetType())
            return false;
        return (left, right) switch
        {
            (float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b),
            (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
            (decimal a, decimal b) => decimal.GetBits(a).SequenceEqual(decimal.GetBits(b)),
            (DateTime a, DateTime b) => a == b && a.Kind == b.Kind,
            (DateTimeOffset a, DateTimeOffset b) => a.EqualsExact(b),
            (Array a, Array b) => a.Length == b.Length && a.Cast<object?>().Zip(b.Cast<object?>(), Same).All(same => same),
            _ => left.Equals(right),
        };
    }

    /// <summary>The order of values: that of .NET, but strings and bytes by byte and NaN last.</summary>
    public static int Compare(object left, object right) => (left, right) switch
    {
        (string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (float a, float b) when float.IsNaN(a) || float.IsNaN(b) => float.IsNaN(a).CompareTo(float.IsNaN(b)),
        (double a, double b) when double.IsNaN(a) || double.IsNaN(b) => double.IsNaN(a).CompareTo(double.IsNaN(b)),
        _ => Math.Sign(((IComparable)left).CompareTo(right)),
    };

    public static ColumnBuilder Build(DataType type, IEnumerable<object?> values)
    {
        ColumnBuilder builder = ColumnBuilder.Create(type);
        foreach (object? value in values)
            builder.Append(value);
        return builder;
    }

    public static byte[] Seal(DataType type, params ColumnRows[] sources) =>
        SectionBytes.Write(FileKind.Column, ColumnWriter.Version, file => ColumnWriter.Write(file, type, sources));

    public static byte[] Seal(DataType type, IReadOnlyList<object?> values) =>
        Seal(type, new ColumnRows(Build(type, values).Column, Enumerable.Range(0, values.Count).ToArray()));

    public static void AssertHolds(IReadOnlyList<object?> expected, Column column)
    {
        for (int row = 0; row < expected.Count; row++)
        {
            object? actual = column.GetValue(row);
            Assert.True(Same(expected[row], actual), $"Row {row} of {column.Type}: expected {Print(expected[row])}, got {Print(actual)}");
            Assert.Equal(expected[row] is null, column.IsNull(row));
        }

        if (expected.Contains(null))
            Assert.True(column.HasNulls);
        if (!column.HasNulls)
            return;
        for (int word = 0, count = (expected.Count + 63) / 64; word < count;)
        {
            ReadOnlySpan<ulong> words = column.NullWords(word, count - word);
            Assert.InRange(words.Length, 1, count - word);
            for (int row = word * 64; row < Math.Min((word + words.Length) * 64, expected.Count); row++)
                Assert.Equal(expected[row] is null, (words[(row / 64) - word] >> (row & 63) & 1) != 0);
            word += words.Length;
        }
    }

    public static string Print(object? value) => value switch
    {
        null => "null",
        Array array => $"{array.GetType()} [{string.Join(", ", array.Cast<object?>().Select(Print))}]",
        DateTimeOffset or DateTime => $"{value:O}",
        _ => $"{value} ({value.GetType()})",
    };

    private static bool IsLarge(object? value) => value switch
    {
        string text => text.Length > 20,
        byte[] bytes => bytes.Length > 20,
        Array array => array.Cast<object?>().Any(IsLarge),
        _ => false,
    };

    private static Gen<object> Arrays(DataType element) => Nullable(element).Array[0, 6].Select(elements =>
    {
        Type type = element.ClrType();
        if (type.IsValueType && elements.Contains(null))
            type = typeof(Nullable<>).MakeGenericType(type);
        var array = Array.CreateInstance(type, elements.Length);
        for (int i = 0; i < elements.Length; i++)
            array.SetValue(elements[i], i);
        return (object)array;
    });

    private static Gen<object> Scalars(DataType type) => type switch
    {
        DataType.Bool => Mix(Gen.Bool),
        DataType.Int8 => Mix<sbyte>(Gen.SByte, sbyte.MinValue, -1, 0, 1, sbyte.MaxValue),
        DataType.UInt8 => Mix<byte>(Gen.Byte, 0, 1, 127, 128, byte.MaxValue),
        DataType.Int16 => Mix<short>(Gen.Short, short.MinValue, -1, 0, 1, short.MaxValue),
        DataType.UInt16 => Mix<ushort>(Gen.UShort, 0, 1, 255, 256, ushort.MaxValue),
        DataType.Int32 => Mix(Gen.Int, int.MinValue, -1, 0, 1, 256, int.MaxValue),
        DataType.UInt32 => Mix<uint>(Gen.UInt, 0, 1, 1u << 31, uint.MaxValue),
        DataType.Int64 => Mix<long>(Gen.Long, long.MinValue, -1, 0, 1, 1L << 32, long.MaxValue),
        DataType.UInt64 => Mix<ulong>(Gen.ULong, 0, 1, 1UL << 63, ulong.MaxValue),
        DataType.Float32 => Mix<float>(
            Gen.Float, 0, -0f, 1, -1, float.NaN, -float.NaN, BitConverter.Int32BitsToSingle(0x7FC12345), float.Epsilon, -float.Epsilon,
            float.NegativeInfinity, float.PositiveInfinity, float.MinValue, float.MaxValue),
        DataType.Float64 => Mix<double>(
            Gen.Double, 0, -0d, 1, -1, double.NaN, -double.NaN, BitConverter.Int64BitsToDouble(0x7FF8000000012345),
            double.Epsilon, -double.Epsilon, double.NegativeInfinity, double.PositiveInfinity, double.MinValue, double.MaxValue),
        DataType.Decimal => Mix(
            Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[0, 28]).Select(
                (low, middle, high, negative, scale) => new decimal(low, middle, high, negative, scale)),
            0m, 0.00m, new decimal(0, 0, 0, true, 3), 1m, 1.0m, 1.00m, -1.0m, 0.1m, -0.10m, 10m,
            decimal.MinValue, decimal.MaxValue, 0.0000000000000000000000000001m, -0.0000000000000000000000000001m),
        DataType.String => Mix(
            Gen.String[Gen.Char.AlphaNumeric, 0, 20],
            "", "a", "a\0", "ab", "abcdefgh", "abcdefghi", "abcdefghj", "é", "\uFFFD", "\U0001F600", "\uE000", new string('x', 60)),
        DataType.Binary => Mix<byte[]>(Gen.Byte.Array[0, 12], [], [0], [0, 0], [0xFF], [1, 2, 3]),
        DataType.DateTime => Mix(
            Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks], Gen.Enum<DateTimeKind>()).Select((ticks, kind) => new DateTime(ticks, kind)),
            DateTime.MinValue, DateTime.MaxValue, new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc),
            new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Local), new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Unspecified)),
        DataType.DateTimeOffset => Mix(
            Gen.Select(Gen.Long[TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-14 * 60, 14 * 60]).Select(
                (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes))),
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2024, 2, 29, 13, 0, 0, TimeSpan.FromHours(1)),
            new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.FromMinutes(-210))),
        DataType.DateOnly => Mix(Gen.DateOnly, DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 2, 29)),
        DataType.TimeOnly => Mix(Gen.TimeOnly, TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(12, 30)),
        DataType.Guid => Mix(
            Gen.Guid, Guid.Empty, Guid.AllBitsSet, new Guid("00000000-0000-0000-0000-000000000001"),
            new Guid("01000000-0000-0000-0000-000000000000"),
            new Guid("80000000-0001-8000-0080-000000000001"), new Guid("7fffffff-0100-0080-8000-010000000000")),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static Gen<object> Mix<T>(Gen<T> any, params T[] edges)
        where T : notnull
    {
        Gen<T> mixed = edges.Length == 0 ? any : Gen.Frequency((1, any), (1, Gen.Int[0, edges.Length - 1].Select(i => edges[i])));
        return mixed.Select(value => (object)value);
    }
}

using System.Collections;
using Zvec.Engine.Expressions;

namespace Zvec.Engine.Tests.Expressions;

public sealed class ValueConversionTests
{
    public static TheoryData<object, DataType, object?> Conversions => new()
    {
        { 5, DataType.Int64, 5L },
        { 5L, DataType.Int8, (sbyte)5 },
        { 500L, DataType.Int8, null },
        { ulong.MaxValue, DataType.Decimal, (decimal)ulong.MaxValue },
        { 5, DataType.Float32, 5f },
        { 0.1f, DataType.Float64, (double)0.1f },
        { 0.1, DataType.Float32, null },
        { 0.5, DataType.Float32, 0.5f },
        { 3.0, DataType.Int32, 3 },
        { 3.5, DataType.Int32, null },
        { 0.5, DataType.Decimal, 0.5m },
        { 1e200, DataType.Decimal, null },
        { 2.50m, DataType.Float64, 2.5 },
        { 12m, DataType.UInt8, (byte)12 },
        { -12m, DataType.Int16, (short)-12 },
        { 1e30, DataType.Int64, null },
        { 1.5m, DataType.Int64, null },
        { true, DataType.String, "true" },
        { 1.10m, DataType.String, "1.10" },
        { 0.1f, DataType.String, "0.1" },
        { new DateOnly(2024, 2, 29), DataType.DateTime, new DateTime(2024, 2, 29) },
        { new DateOnly(2024, 2, 29), DataType.String, "2024-02-29" },
        { Guid.Empty, DataType.String, "00000000-0000-0000-0000-000000000000" },
        { "a", DataType.StringArray, new[] { "a" } },
        { new[] { 1, 2 }, DataType.Int64Array, new[] { 1L, 2 } },
        { new int?[] { 1, null }, DataType.StringArray, new[] { "1", null } },
        { new[] { 1, 300 }, DataType.UInt8Array, null },
        { new byte[] { 1 }, DataType.BinaryArray, new[] { new byte[] { 1 } } },
    };

    [Theory]
    [MemberData(nameof(Conversions))]
    public void A_value_is_kept_exactly_or_not_at_all(object value, DataType type, object? expected)
    {
        object? converted = ValueConversion.Convert(value, type);
        Assert.Equal(expected?.GetType(), converted?.GetType());
        if (expected is IEnumerable items and not string)
            Assert.Equal(items.Cast<object?>(), ((IEnumerable)converted!).Cast<object?>());
        else
            Assert.Equal(expected, converted);
    }

    [Theory]
    [InlineData(DataType.Int32, DataType.Int64, true)]
    [InlineData(DataType.String, DataType.Int32, false)]
    [InlineData(DataType.Binary, DataType.String, false)]
    [InlineData(DataType.Int32Array, DataType.Int32, false)]
    [InlineData(DataType.Int32, DataType.Float64Array, true)]
    [InlineData(DataType.Int32Array, DataType.StringArray, true)]
    [InlineData(DataType.DateTime, DataType.DateOnly, false)]
    [InlineData(DataType.Guid, DataType.Guid, true)]
    public void Types_that_have_nothing_in_common_are_told_apart(DataType from, DataType to, bool expected) =>
        Assert.Equal(expected, ValueConversion.Exists(from, to));
}

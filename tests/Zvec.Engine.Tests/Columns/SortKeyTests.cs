using CsCheck;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Columns;

public sealed class SortKeyTests
{
    public static TheoryData<DataType> ScalarTypes => ColumnValues.ScalarTypes;

    [Theory]
    [MemberData(nameof(ScalarTypes))]
    public void Keys_order_as_the_values_do(DataType type) =>
        Gen.Select(ColumnValues.Of(type), ColumnValues.Of(type)).Sample(
            (left, right) =>
            {
                byte[] leftKey = SortKey.Encode(type, left);
                byte[] rightKey = SortKey.Encode(type, right);
                Assert.Equal(Math.Sign(ColumnValues.Compare(left, right)), Math.Sign(leftKey.AsSpan().SequenceCompareTo(rightKey)));
                if (SortKey.Width(type) >= 0)
                    Assert.Equal(SortKey.Width(type), leftKey.Length);
            },
            iter: 2000);

    [Theory]
    [MemberData(nameof(ScalarTypes))]
    public void The_key_of_a_row_is_that_of_its_value(DataType type) =>
        ColumnValues.Of(type).Array[1, 20].Sample(
            values =>
            {
                ColumnBuilder builder = ColumnValues.Build(type, values);
                for (int row = 0; row < values.Length; row++)
                {
                    var key = new ByteWriter();
                    SortKey.Append(key, builder.Column, row);
                    Assert.Equal(SortKey.Encode(type, values[row]), key.Written.ToArray());
                }
            },
            iter: 30);

    [Fact]
    public void Equal_values_have_one_key()
    {
        AssertSame(DataType.Decimal, 1m, 1.0m, 1.0000m);
        AssertSame(DataType.Decimal, 0m, 0.00m, -0.0m);
        AssertSame(DataType.Float32, 0f, -0f);
        AssertSame(DataType.Float64, 0d, -0d);
        AssertSame(DataType.Float32, float.NaN, -float.NaN);
        AssertSame(DataType.Float64, double.NaN, -double.NaN);
        AssertSame(DataType.DateTime, new DateTime(5, DateTimeKind.Utc), new DateTime(5, DateTimeKind.Local));
        AssertSame(DataType.DateTimeOffset, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.ToOffset(TimeSpan.FromHours(5)));
    }

    [Fact]
    public void Only_NaN_has_the_key_of_NaN()
    {
        Assert.True(SortKey.IsNaN(DataType.Float32, SortKey.Encode(DataType.Float32, float.NaN)));
        Assert.True(SortKey.IsNaN(DataType.Float64, SortKey.Encode(DataType.Float64, double.NaN)));
        Assert.False(SortKey.IsNaN(DataType.Float32, SortKey.Encode(DataType.Float32, float.PositiveInfinity)));
        Assert.False(SortKey.IsNaN(DataType.Float64, SortKey.Encode(DataType.Float64, double.PositiveInfinity)));
        Assert.False(SortKey.IsNaN(DataType.UInt32, SortKey.Encode(DataType.UInt32, 0xFFC00000)));
    }

    private static void AssertSame(DataType type, params object[] values)
    {
        foreach (object value in values)
            Assert.Equal(SortKey.Encode(type, values[0]), SortKey.Encode(type, value));
    }
}

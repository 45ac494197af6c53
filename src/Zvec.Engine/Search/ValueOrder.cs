using System.Numerics;
using Zvec.Engine.Columns;
using Zvec.Engine.Filters;
using Zvec.Engine.Filters.Values;

namespace Zvec.Engine.Search;

/// <summary>The order of a type's values: that of their <see cref="SortKey">sort keys</see>, without writing those.</summary>
internal abstract class ValueOrder
{
    public static ValueOrder Of(DataType type) => type switch
    {
        DataType.Bool or DataType.UInt8 => new FixedOrder<byte, byte, SameForm<byte>>(),
        DataType.Int8 => new FixedOrder<sbyte, sbyte, SameForm<sbyte>>(),
        DataType.Int16 => new FixedOrder<short, short, SameForm<short>>(),
        DataType.UInt16 => new FixedOrder<ushort, ushort, SameForm<ushort>>(),
        DataType.Int32 or DataType.DateOnly => new FixedOrder<int, int, SameForm<int>>(),
        DataType.UInt32 => new FixedOrder<uint, uint, SameForm<uint>>(),
        DataType.Int64 or DataType.TimeOnly => new FixedOrder<long, long, SameForm<long>>(),
        DataType.UInt64 => new FixedOrder<ulong, ulong, SameForm<ulong>>(),
        DataType.Float32 => new FixedOrder<float, float, SameForm<float>>(),
        DataType.Float64 => new FixedOrder<double, double, SameForm<double>>(),
        DataType.Decimal => new FixedOrder<DecimalBits, decimal, DecimalForm>(),
        DataType.DateTime => new FixedOrder<ulong, long, DateTimeForm>(),
        DataType.DateTimeOffset => new FixedOrder<OffsetDateTime, long, DateTimeOffsetForm>(),
        DataType.Guid => new FixedOrder<GuidBytes, UInt128, GuidForm>(),
        DataType.String or DataType.Binary => new BytesOrder(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a scalar type"),
    };

    /// <summary>Compares two values, neither of which is null.</summary>
    public abstract int Compare(Column left, int leftRow, Column right, int rightRow);

    private sealed class FixedOrder<TStored, TCompared, TForm> : ValueOrder
        where TStored : unmanaged
        where TCompared : unmanaged, IComparisonOperators<TCompared, TCompared, bool>
        where TForm : struct, IComparisonForm<TStored, TCompared>
    {
        public override int Compare(Column left, int leftRow, Column right, int rightRow)
        {
            TCompared a = TForm.Of(((FixedColumn<TStored>)left)[leftRow]);
            TCompared b = TForm.Of(((FixedColumn<TStored>)right)[rightRow]);
            if (a < b)
                return -1;
            if (a > b)
                return 1;
            return a == b ? 0 : IsNaN(a).CompareTo(IsNaN(b));
        }

        // Only a NaN is not even at least itself; `!=` on the same operand would look like a slip.
        private static bool IsNaN(TCompared value)
        {
            TCompared same = value;
            return !(value >= same);
        }
    }

    private sealed class BytesOrder : ValueOrder
    {
        public override int Compare(Column left, int leftRow, Column right, int rightRow) =>
            ((BytesColumn)left).Bytes(leftRow).SequenceCompareTo(((BytesColumn)right).Bytes(rightRow));
    }
}

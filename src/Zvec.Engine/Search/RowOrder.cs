using Zvec.Engine.Columns;
using Zvec.Engine.Filters;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Search;

/// <summary>The order of rows, of one segment or of several, by the values of some fields.</summary>
/// <remarks>Nulls stand before all values, NaN behind all numbers; a descending entry turns both round.</remarks>
internal sealed class RowOrder
{
    private readonly (int FieldId, ValueOrder Order, int Sign)[] _entries;

    private RowOrder((int FieldId, ValueOrder Order, int Sign)[] entries) => _entries = entries;

    /// <summary>Whether all rows are equal in this order.</summary>
    public bool IsEmpty => _entries.Length == 0;

    /// <summary>The field of the first entry.</summary>
    public int FirstField => _entries[0].FieldId;

    /// <summary>Whether larger values of the first field come first.</summary>
    public bool IsFirstDescending => _entries[0].Sign < 0;

    /// <summary>The order of rows that are equal by the first entry.</summary>
    public RowOrder Rest => new(_entries[1..]);

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a field is unknown, a vector or an array.</exception>
    public static RowOrder Bind(IReadOnlyList<SortField> fields, CollectionSchema schema)
    {
        var entries = new (int, ValueOrder, int)[fields.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            FieldTarget target = FieldTarget.Find(schema, fields[i].Field);
            if (target.Type.IsArray())
            {
                throw new ZvecException(
                    ZvecErrorCode.InvalidArgument,
                    $"{target.Describe(schema)} has no order; order by a field of single values.");
            }

            entries[i] = (target.Id, ValueOrder.Of(target.Type), fields[i].Descending ? -1 : 1);
        }

        return new RowOrder(entries);
    }

    /// <summary>The columns of a segment that <see cref="Compare"/> looks at.</summary>
    public Column[] ColumnsOf(IFilterSource source)
    {
        var columns = new Column[_entries.Length];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = source.Column(_entries[i].FieldId);
        return columns;
    }

    /// <summary>Compares two rows; negative when the left one comes first.</summary>
    /// <param name="left">What <see cref="ColumnsOf"/> gave for the left row's segment.</param>
    /// <param name="leftRow">The left row.</param>
    /// <param name="right">What <see cref="ColumnsOf"/> gave for the right row's segment.</param>
    /// <param name="rightRow">The right row.</param>
    public int Compare(Column[] left, int leftRow, Column[] right, int rightRow)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            bool leftIsNull = left[i].IsNull(leftRow);
            bool rightIsNull = right[i].IsNull(rightRow);
            int order = leftIsNull || rightIsNull
                ? rightIsNull.CompareTo(leftIsNull)
                : _entries[i].Order.Compare(left[i], leftRow, right[i], rightRow);
            if (order != 0)
                return order * _entries[i].Sign;
        }

        return 0;
    }
}

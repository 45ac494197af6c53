using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Keeps the first rows of an ordering, in a heap whose root is the last of them.</summary>
internal sealed class TopRows
{
    private readonly int _capacity;
    private readonly SortColumn[] _columns;
    private readonly PriorityQueue<RowLocation, SortPosition> _heap;
    private readonly ByteWriter _key = new();
    private long _sequence;

    /// <param name="schema">The collection's schema.</param>
    /// <param name="orderBy">The ordering; not empty.</param>
    /// <param name="capacity">The number of rows to keep.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a field does not exist or has no order.</exception>
    public TopRows(CollectionSchema schema, IReadOnlyList<SortField> orderBy, int capacity)
    {
        _capacity = capacity;
        _columns = [.. orderBy.Select(sort => SortColumn.For(schema, sort))];
        _heap = new PriorityQueue<RowLocation, SortPosition>(Comparer<SortPosition>.Create((left, right) => right.CompareTo(left)));
    }

    public void Add(RowLocation location)
    {
        _key.Clear();
        foreach (SortColumn column in _columns)
            column.AppendKey(location.Segment, location.Row, _key);
        if (_heap.Count == _capacity)
        {
            _heap.TryPeek(out _, out SortPosition last);
            if (_key.Written.SequenceCompareTo(last.Key) >= 0)
                return;
            _heap.Dequeue();
        }

        _heap.Enqueue(location, new SortPosition(_key.Written.ToArray(), _sequence++));
    }

    /// <summary>The rows in their order.</summary>
    public RowLocation[] ToArray()
    {
        RowLocation[] rows = new RowLocation[_heap.Count];
        for (int i = rows.Length - 1; i >= 0; i--)
            rows[i] = _heap.Dequeue();
        return rows;
    }

    /// <summary>A row's place: its sort keys, then the order of arrival.</summary>
    private readonly struct SortPosition(byte[] key, long sequence) : IComparable<SortPosition>
    {
        public byte[] Key => key;

        private long Sequence => sequence;

        public int CompareTo(SortPosition other)
        {
            int order = Key.AsSpan().SequenceCompareTo(other.Key);
            return order != 0 ? order : Sequence.CompareTo(other.Sequence);
        }
    }

    /// <summary>One entry of the ordering: appends keys that compare as the ordering says, whatever follows them.</summary>
    private sealed class SortColumn(int? fieldId, DataType type, bool descending)
    {
        private readonly ByteWriter _value = new();

        public static SortColumn For(CollectionSchema schema, SortField sort)
        {
            if (sort.Field == schema.KeyName)
                return new SortColumn(fieldId: null, PhysicalTypes.OfKey(schema.Key), sort.Descending);
            FieldSchema? field = schema.FindField(sort.Field);
            if (field is null || field.Type.IsArray())
            {
                throw new ZvecException(
                    ZvecErrorCode.InvalidArgument,
                    $"Collection '{schema.Name}' cannot be ordered by '{sort.Field}': "
                    + (field is null ? "it has no such field. Order by one of its fields or its key." : $"its type {field.Type} has no order. Order by a scalar field."));
            }

            return new SortColumn(field.Id, field.Type, sort.Descending);
        }

        public void AppendKey(Segment segment, int row, ByteWriter key)
        {
            Column? column = fieldId is { } id ? segment.FindColumn(id) : segment.Keys;
            byte flip = descending ? (byte)0xFF : (byte)0;
            if (column is null || column.IsNull(row))
            {
                key.WriteByte(flip);
                return;
            }

            key.WriteByte((byte)(1 ^ flip));
            _value.Clear();
            SortKey.Append(_value, column, row);
            bool fixedWidth = SortKey.Width(type) >= 0;
            foreach (byte part in _value.Written)
            {
                key.WriteByte((byte)(part ^ flip));

                // A shorter key must end before a longer one goes on: zero bytes are escaped, and 00 00 ends the key.
                if (part == 0 && !fixedWidth)
                    key.WriteByte((byte)(1 ^ flip));
            }

            if (!fixedWidth)
            {
                key.WriteByte(flip);
                key.WriteByte(flip);
            }
        }
    }
}

using Zvec.Engine.Columns;

namespace Zvec.Engine.Search;

/// <summary>Keeps the first rows of an order, in a heap whose root is the last of them. Of equal rows those that came first are
/// kept.</summary>
internal sealed class TopRows
{
    private readonly RowOrder _order;
    private readonly int _capacity;
    private readonly PriorityQueue<Entry, Entry> _heap;
    private long _sequence;

    /// <param name="order">The order.</param>
    /// <param name="capacity">The number of rows to keep.</param>
    public TopRows(RowOrder order, int capacity)
    {
        _order = order;
        _capacity = capacity;
        _heap = new PriorityQueue<Entry, Entry>(Comparer<Entry>.Create((left, right) => Compare(right, left)));
    }

    /// <param name="location">The row.</param>
    /// <param name="columns">What <see cref="RowOrder.ColumnsOf"/> gave for its segment.</param>
    public void Add(RowLocation location, Column[] columns)
    {
        var entry = new Entry(location, columns, _sequence++);
        if (_heap.Count < _capacity)
            _heap.Enqueue(entry, entry);
        else if (Compare(entry, _heap.Peek()) < 0)
            _heap.EnqueueDequeue(entry, entry);
    }

    /// <summary>The rows in their order; none are kept any more.</summary>
    public RowLocation[] TakeAll()
    {
        RowLocation[] rows = new RowLocation[_heap.Count];
        for (int i = rows.Length - 1; i >= 0; i--)
            rows[i] = _heap.Dequeue().Location;
        return rows;
    }

    private int Compare(in Entry left, in Entry right)
    {
        int order = _order.Compare(left.Columns, left.Location.Row, right.Columns, right.Location.Row);
        return order != 0 ? order : left.Sequence.CompareTo(right.Sequence);
    }

    private readonly record struct Entry(RowLocation Location, Column[] Columns, long Sequence);
}

using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Walks the values of an inverted index in the order of a query, and gives those of their rows that match.</summary>
/// <remarks>It gives up when matching rows turn out to be rare among the first values: a look at all of them is cheaper then.</remarks>
/// <param name="segment">The segment.</param>
/// <param name="index">The index of the first field of the order.</param>
/// <param name="matching">The rows to give.</param>
/// <param name="order">The order.</param>
/// <param name="columns">What <see cref="RowOrder.ColumnsOf"/> gave for the segment.</param>
/// <param name="wanted">How many rows are asked for at most.</param>
/// <param name="cancellation">Stops between some rows.</param>
internal sealed class OrderedWalk(
    Segment segment,
    InvertedIndexReader index,
    Bitmap matching,
    RowOrder order,
    Column[] columns,
    int wanted,
    CancellationToken cancellation)
{
    /// <summary>Up to so many rows of a value are read as a list, more as a bitmap.</summary>
    private const int FewRows = 1 << 12;

    /// <summary>A bitmap takes as long as reading one of so many of its rows.</summary>
    private const int RowsPerStep = 64;

    /// <summary>Steps between two looks at whether to stop.</summary>
    private const int GlanceSteps = 1 << 12;

    private readonly RowOrder _rest = order.Rest;
    private readonly Column[] _restColumns = columns[1..];
    private readonly List<int> _rows = [];

    /// <summary>Whether <see cref="Rows"/> ended because there are no more rows.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether a walk is expected to take less than a look at all matching rows.</summary>
    /// <param name="wanted">How many rows are asked for.</param>
    /// <param name="matching">How many rows match.</param>
    /// <param name="rowCount">How many rows there are.</param>
    public static bool IsCheaper(int wanted, long matching, int rowCount) => (double)wanted * rowCount < (double)matching * matching;

    /// <summary>The matching rows in their order, up to all of them or until so many steps were not enough.</summary>
    public IEnumerable<int> Rows(long mostSteps)
    {
        long steps = 0;
        long glance = 0;
        for (int group = 0; group <= index.ValueCount; group++)
        {
            if (steps > mostSteps)
                yield break;
            if (steps >= glance)
            {
                cancellation.ThrowIfCancellationRequested();
                glance = steps + GlanceSteps;
            }

            // The nulls stand before the first value, and behind the last one when the order is turned round.
            int value = order.IsFirstDescending ? index.ValueCount - 1 - group : group - 1;
            int count = value < 0 ? index.NullCount : index.CountAt(value);
            if (count == 0)
                continue;
            bool isFew = value >= 0 && count <= FewRows;
            steps += isFew ? count : (matching.Length + count) / RowsPerStep;
            foreach (int row in isFew ? FewRowsOf(value) : ManyRowsOf(value))
                yield return row;
        }

        IsComplete = true;
    }

    private IEnumerable<int> FewRowsOf(int value)
    {
        index.ReadRows(value, _rows);
        int kept = 0;
        for (int i = 0; i < _rows.Count; i++)
        {
            if (matching[_rows[i]])
                _rows[kept++] = _rows[i];
        }

        _rows.RemoveRange(kept, _rows.Count - kept);
        return kept > 1 ? Ordered(_rows) : _rows;
    }

    private IEnumerable<int> ManyRowsOf(int value)
    {
        Bitmap found = BitmapPool.Empty(matching.Length);
        try
        {
            if (value < 0)
                index.AddNulls(found);
            else
                index.AddValue(value, found);
            found.And(matching);
            foreach (int row in Ordered(RowsOf(found)))
                yield return row;
        }
        finally
        {
            BitmapPool.Return(found);
        }
    }

    private static IEnumerable<int> RowsOf(Bitmap rows)
    {
        for (int row = rows.NextSet(0); row >= 0; row = rows.NextSet(row + 1))
            yield return row;
    }

    /// <summary>Rows of the same value, given by their numbers, in the order of the other fields.</summary>
    private IEnumerable<int> Ordered(IEnumerable<int> rows)
    {
        if (_rest.IsEmpty)
            return rows;
        var top = new TopRows(_rest, wanted);
        foreach (int row in rows)
            top.Add(new RowLocation(segment, row), _restColumns);
        return top.TakeAll().Select(location => location.Row);
    }
}

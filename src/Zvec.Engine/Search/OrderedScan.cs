using Zvec.Engine.Columns;
using Zvec.Engine.Filters;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Finds the rows that a filter matches in the order of some fields.</summary>
/// <remarks>
/// Each segment gives its rows one after another in that order, and they are merged as they are asked for. A segment whose first field of
/// the order has an inverted index walks the index's values, which takes time by the rows that are asked for; otherwise it keeps the first
/// of its matching rows in a heap.
/// </remarks>
internal static class OrderedScan
{
    /// <summary>Rows between two looks at whether to stop; a power of two.</summary>
    private const int GlanceRows = 1 << 10;

    /// <summary>The rows in their order; of equal rows that of the older segment first, then by their numbers.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="filter">Which rows.</param>
    /// <param name="order">The order; not the empty one.</param>
    /// <param name="wanted">How many rows are asked for at most.</param>
    /// <param name="cancellation">Stops between some rows.</param>
    public static IEnumerable<RowLocation> Rows(
        Snapshot snapshot, BoundFilter filter, RowOrder order, int wanted, CancellationToken cancellation)
    {
        var sources = new List<Source>();
        try
        {
            foreach (SegmentView view in snapshot.Views)
            {
                if (view.LiveCount == 0)
                    continue;
                Column[] columns = order.ColumnsOf(new SegmentFilter(view, snapshot.Schema, cancellation));
                sources.Add(new Source(view.Segment, columns, Rows(view, snapshot.Schema, filter, order, columns, wanted, cancellation)));
            }

            var queue = new PriorityQueue<Source, (Source Source, int Number)>(sources.Count, Comparer<(Source Source, int Number)>.Create(
                (left, right) => Compare(order, left, right)));
            for (int i = 0; i < sources.Count; i++)
            {
                if (sources[i].Rows.MoveNext())
                    queue.Enqueue(sources[i], (sources[i], i));
            }

            while (queue.TryDequeue(out Source? first, out (Source Source, int Number) place))
            {
                yield return new RowLocation(first.Segment, first.Rows.Current);
                if (first.Rows.MoveNext())
                    queue.Enqueue(first, place);
            }
        }
        finally
        {
            foreach (Source source in sources)
                source.Rows.Dispose();
        }
    }

    private static int Compare(RowOrder order, (Source Source, int Number) left, (Source Source, int Number) right)
    {
        int compared = order.Compare(left.Source.Columns, left.Source.Rows.Current, right.Source.Columns, right.Source.Rows.Current);
        return compared != 0 ? compared : left.Number.CompareTo(right.Number);
    }

    /// <summary>The matching rows of a segment in their order.</summary>
    private static IEnumerator<int> Rows(
        SegmentView view,
        CollectionSchema schema,
        BoundFilter filter,
        RowOrder order,
        Column[] columns,
        int wanted,
        CancellationToken cancellation)
    {
        Bitmap matching = SegmentFilter.MatchingRows(view, schema, filter, cancellation);
        try
        {
            long count = matching.CountSet();
            int given = 0;
            if (view.Segment.FindInvertedIndex(order.FirstField) is { } index && OrderedWalk.IsCheaper(wanted, count, view.RowCount))
            {
                var walk = new OrderedWalk(view.Segment, index, matching, order, columns, wanted, cancellation);
                foreach (int row in walk.Rows(mostSteps: count))
                {
                    given++;
                    yield return row;
                }

                if (walk.IsComplete)
                    yield break;
            }

            // The rows given so far are the first of these, as both ways lead to the same order.
            foreach (int row in First(view.Segment, matching, order, columns, wanted, cancellation).Skip(given))
                yield return row;
        }
        finally
        {
            BitmapPool.Return(matching);
        }
    }

    /// <summary>The first rows of a set in their order, by a look at each.</summary>
    private static IEnumerable<int> First(
        Segment segment, Bitmap rows, RowOrder order, Column[] columns, int wanted, CancellationToken cancellation)
    {
        var top = new TopRows(order, wanted);
        int passed = 0;
        for (int row = rows.NextSet(0); row >= 0; row = rows.NextSet(row + 1))
        {
            if ((passed++ & (GlanceRows - 1)) == 0)
                cancellation.ThrowIfCancellationRequested();
            top.Add(new RowLocation(segment, row), columns);
        }

        return top.TakeAll().Select(location => location.Row);
    }

    /// <summary>A segment's rows in their order.</summary>
    private sealed record Source(Segment Segment, Column[] Columns, IEnumerator<int> Rows);
}

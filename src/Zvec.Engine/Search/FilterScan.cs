using Zvec.Engine.Filters;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Finds the rows that a filter matches, in the order of storage or in another.</summary>
internal static class FilterScan
{
    /// <summary>Rows between two looks at whether to stop; a power of two.</summary>
    private const int GlanceRows = 1 << 10;

    /// <summary>The matching rows in the order of storage, found segment by segment as they are asked for.</summary>
    public static IEnumerable<RowLocation> Rows(Snapshot snapshot, Filter? filter, CancellationToken cancellationToken = default)
    {
        BoundFilter bound = FilterBinder.Bind(filter, snapshot.Schema);
        for (int i = 0; i < snapshot.Views.Length; i++)
        {
            foreach (int row in Rows(snapshot.Views[i], snapshot.Schema, bound, cancellationToken))
                yield return new RowLocation(snapshot.Views[i].Segment, row);
        }
    }

    /// <summary>The number of documents that a filter matches.</summary>
    public static long Count(Snapshot snapshot, Filter? filter, CancellationToken cancellationToken)
    {
        BoundFilter bound = FilterBinder.Bind(filter, snapshot.Schema);
        long count = 0;
        ParallelWork.Run(
            snapshot.Views.Length,
            snapshot.Threads,
            segment => Interlocked.Add(ref count, Count(snapshot.Views[segment], snapshot.Schema, bound, cancellationToken)));
        return count;
    }

    /// <summary>Answers a <see cref="FilterQuery"/>.</summary>
    public static IReadOnlyList<Document> Query(Snapshot snapshot, FilterQuery query, CancellationToken cancellationToken)
    {
        CollectionSchema schema = snapshot.Schema;
        if (query.Top < 1 || query.Skip < 0)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"Collection '{schema.Name}' cannot answer the query. Top {query.Top} with Skip {query.Skip} was asked: "
                    + "Top is at least 1 and Skip at least 0.");
        }

        FieldSelection selection = FieldSelection.For(schema, query.OutputFields, query.IncludeVectors);
        RowOrder order = RowOrder.Bind(query.OrderBy, schema);
        IEnumerable<RowLocation> rows = order.IsEmpty
            ? Rows(snapshot, query.Filter, cancellationToken)
            : OrderedScan.Rows(
                snapshot, FilterBinder.Bind(query.Filter, schema), order, (int)Math.Min((long)query.Skip + query.Top, Array.MaxLength),
                cancellationToken);
        var documents = new List<Document>();
        foreach (RowLocation location in rows.Skip(query.Skip).Take(query.Top))
        {
            cancellationToken.ThrowIfCancellationRequested();
            documents.Add(RowReader.Read(location.Segment, location.Row, schema, selection));
        }

        return documents;
    }

    private static long Count(SegmentView view, CollectionSchema schema, BoundFilter filter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (view.LiveCount == 0 || filter == BoundFilter.All)
            return view.LiveCount;
        Bitmap matching = SegmentFilter.MatchingRows(view, schema, filter, cancellationToken);
        long count = matching.CountSet();
        BitmapPool.Return(matching);
        return count;
    }

    private static IEnumerable<int> Rows(
        SegmentView view, CollectionSchema schema, BoundFilter filter, CancellationToken cancellationToken)
    {
        if (view.LiveCount == 0)
            yield break;
        Bitmap matching = SegmentFilter.MatchingRows(view, schema, filter, cancellationToken);
        int passed = 0;
        for (int row = matching.NextSet(0); row >= 0; row = matching.NextSet(row + 1))
        {
            if ((passed++ & (GlanceRows - 1)) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}

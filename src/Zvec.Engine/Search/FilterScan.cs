using Zvec.Engine.Filters;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Finds the rows that a filter matches, in the order of storage or in another.</summary>
internal static class FilterScan
{
    /// <summary>The matching rows in the order of storage, found segment by segment as they are asked for.</summary>
    public static IEnumerable<RowLocation> Rows(Snapshot snapshot, Filter? filter)
    {
        BoundFilter bound = FilterBinder.Bind(filter, snapshot.Schema);
        return Rows(snapshot, bound);
    }

    /// <summary>Answers a <see cref="FilterQuery"/>.</summary>
    public static IReadOnlyList<Document> Query(Snapshot snapshot, FilterQuery query, CancellationToken cancellationToken)
    {
        CollectionSchema schema = snapshot.Schema;
        if (query.Top < 1 || query.Skip < 0)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"Collection '{schema.Name}' cannot answer the query. Top {query.Top} with Skip {query.Skip} was asked: Top is at least 1 and Skip at least 0.");
        }

        FieldSelection selection = FieldSelection.For(schema, query.OutputFields, query.IncludeVectors);
        IEnumerable<RowLocation> rows = Rows(snapshot, query.Filter);
        if (query.OrderBy.Count > 0)
        {
            var top = new TopRows(schema, query.OrderBy, (int)Math.Min((long)query.Skip + query.Top, Array.MaxLength));
            int count = 0;
            foreach (RowLocation location in rows)
            {
                if ((++count & 0xFFF) == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                top.Add(location);
            }

            rows = top.ToArray();
        }

        var documents = new List<Document>();
        foreach (RowLocation location in rows.Skip(query.Skip).Take(query.Top))
        {
            cancellationToken.ThrowIfCancellationRequested();
            documents.Add(RowReader.Read(location.Segment, location.Row, schema, selection));
        }

        return documents;
    }

    private static IEnumerable<RowLocation> Rows(Snapshot snapshot, BoundFilter filter)
    {
        for (int i = 0; i < snapshot.Views.Length; i++)
        {
            SegmentView view = snapshot.Views[i];
            if (view.LiveCount == 0)
                continue;
            Bitmap matching = SegmentFilter.MatchingRows(view, snapshot.Schema, filter);
            for (int row = matching.NextSet(0); row >= 0; row = matching.NextSet(row + 1))
                yield return new RowLocation(view.Segment, row);
        }
    }
}

using Zvec.Engine.Filters;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Which rows of a snapshot a filter matches, found out once for all searches that share the filter.</summary>
internal sealed class SnapshotMatches : IDisposable
{
    private readonly Bitmap?[] _rows;
    private readonly bool _ownsRows;

    private SnapshotMatches(Bitmap?[] rows, bool ownsRows)
    {
        _rows = rows;
        _ownsRows = ownsRows;
    }

    /// <summary>The rows of a segment that match and are not deleted; null when all rows do.</summary>
    /// <param name="segment">The number of the segment in <see cref="Snapshot.Views"/>.</param>
    public Bitmap? Of(int segment) => _rows[segment];

    /// <summary>Evaluates a filter on all segments.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="filter">The filter; null for all rows that are not deleted.</param>
    /// <param name="cancellation">Stops between some rows.</param>
    /// <returns>The rows, to be disposed when no search uses them any more.</returns>
    public static SnapshotMatches Find(Snapshot snapshot, Filter? filter, CancellationToken cancellation)
    {
        BoundFilter? bound = filter is null ? null : FilterBinder.Bind(filter, snapshot.Schema);
        var rows = new Bitmap?[snapshot.Views.Length];
        if (bound is not null && snapshot.Threads > 1)
        {
            FindInParallel(snapshot, bound, rows, cancellation);
        }
        else
        {
            for (int i = 0; i < rows.Length; i++)
                Find(snapshot, i, bound, rows, cancellation);
        }

        return new SnapshotMatches(rows, ownsRows: bound is not null);
    }

    // apart, as what the delegate captures would be made for every search
    private static void FindInParallel(Snapshot snapshot, BoundFilter bound, Bitmap?[] rows, CancellationToken cancellation) =>
        ParallelWork.Run(rows.Length, snapshot.Threads, segment => Find(snapshot, segment, bound, rows, cancellation));

    private static void Find(Snapshot snapshot, int segment, BoundFilter? bound, Bitmap?[] rows, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        SegmentView view = snapshot.Views[segment];
        rows[segment] = bound is null ? view.Live : SegmentFilter.MatchingRows(view, snapshot.Schema, bound, cancellation);
    }

    /// <summary>Gives the bitmaps back to the pool, so that the next filter makes no garbage.</summary>
    public void Dispose()
    {
        if (!_ownsRows)
            return;
        for (int i = 0; i < _rows.Length; i++)
        {
            if (Interlocked.Exchange(ref _rows[i], null) is { } rows)
                BitmapPool.Return(rows);
        }
    }
}

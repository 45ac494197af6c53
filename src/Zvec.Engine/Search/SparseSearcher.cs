using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Ranks rows for a <see cref="VectorQuery"/> of a sparse vector: by their products with it, greatest first. Rows that share no
/// index with it have the product 0, and stand in front of those with a negative one.</summary>
internal sealed class SparseSearcher
{
    private readonly Snapshot _snapshot;
    private readonly VectorSchema _field;
    private readonly SparseQuery _query;
    private readonly bool _scans;
    private readonly SnapshotMatches _matches;
    private readonly CancellationToken _cancellation;

    private SparseSearcher(
        Snapshot snapshot, VectorSchema field, SparseQuery query, bool scans, SnapshotMatches matches, CancellationToken cancellation)
    {
        _snapshot = snapshot;
        _field = field;
        _query = query;
        _scans = scans;
        _matches = matches;
        _cancellation = cancellation;
    }

    /// <summary>The rows with the greatest products, in order.</summary>
    /// <param name="snapshot">The collection.</param>
    /// <param name="query">What to look for; how many, and under which filter, the other arguments say instead.</param>
    /// <param name="field">The field that it searches.</param>
    /// <param name="matches">Which rows may be found.</param>
    /// <param name="count">How many rows are wanted.</param>
    /// <param name="cancellation">Stops between some thousand rows.</param>
    public static RankedRow[] Rank(
        Snapshot snapshot, VectorQuery query, VectorSchema field, SnapshotMatches matches, int count, CancellationToken cancellation)
    {
        SparseVector vector = query.Key is { } key
            ? SparseVector.FromBytes(StoredVector.Of(snapshot, field, key).Elements)
            : (SparseVector)query.Vector!;
        if (SparseElements.FindBeyond(vector.Indices.Span, field.Dimensions) is { } problem)
        {
            throw new ZvecException(
                ZvecErrorCode.DimensionMismatch,
                $"Collection '{snapshot.Schema.Name}' cannot answer the query. The query's vector for field '{field.Name}' {problem}; "
                    + "use the encoder that it was made for.");
        }

        bool scans = query.Exact || field.Index is not SparseIndexOptions;
        var search = new SparseSearcher(snapshot, field, new SparseQuery(vector), scans, matches, cancellation);
        SparseHit[] hits = search.Positive(count);
        if (hits.Length < count)
            hits = search.MayBeNegative() ? search.All(count) : search.Filled(hits, count);
        return [.. hits.Select(hit => new RankedRow(hit.SegmentNumber, hit.Row, hit.Score))];
    }

    /// <summary>The best rows whose product is greater than 0.</summary>
    private SparseHit[] Positive(int count)
    {
        var top = new SparseTop(count, floor: 0);
        for (int segment = 0; segment < _snapshot.Views.Length; segment++)
        {
            _cancellation.ThrowIfCancellationRequested();
            SegmentView view = _snapshot.Views[segment];
            if (view.LiveCount > 0 && view.Segment.FindSparse(_field.Id) is { } column)
                SearchSegment(segment, view, column, top);
        }

        return top.Sorted();
    }

    private void SearchSegment(int segment, SegmentView view, SparseColumn column, SparseTop top)
    {
        Bitmap? accept = _matches.Of(segment);
        int acceptCount = accept?.CountSet() ?? view.RowCount;
        int done = 0;
        if (acceptCount == 0)
            return;
        if (!_scans && view.Segment.FindSparseIndex(_field.Id) is { } index)
        {
            if (!ScanIsCheaper(index, acceptCount, view.RowCount))
            {
                SparseSearch.Search(index, column, segment, view.RowCount, _query, accept, top, _cancellation);
                done = view.RowCount;
            }
        }
        else if (!_scans && view.Segment.FindFreshSparseIndex(_field.Id) is { } fresh)
        {
            foreach ((SparseIndex piece, int endRow) in fresh.Prepare(view.RowCount))
            {
                if (ScanIsCheaper(piece, acceptCount, endRow - done))
                    SparseScan.Search(column, segment, done, endRow, _query, accept, top, _cancellation);
                else
                    SparseSearch.Search(piece, column, segment, endRow, _query, accept, top, _cancellation);
                done = endRow;
            }
        }

        SparseScan.Search(column, segment, done, view.RowCount, _query, accept, top, _cancellation);
    }

    /// <summary>Whether multiplying the rows that may be hits takes less than walking the query's lists, at about as much time for an
    /// element as for a posting.</summary>
    private bool ScanIsCheaper(SparseIndex index, int acceptCount, int rowCount)
    {
        long postings = 0;
        foreach (uint element in _query.Indices)
            postings += index.Find(element) is >= 0 and int list ? index.Length(list) : 0;
        double perRow = (double)index.Start(index.ListCount) / rowCount;
        return acceptCount * perRow < postings;
    }

    /// <summary>Whether a row may have a product below 0: an element of the query and one of a vector have different signs.</summary>
    private bool MayBeNegative()
    {
        for (int segment = 0; segment < _snapshot.Views.Length; segment++)
        {
            SegmentView view = _snapshot.Views[segment];
            if (view.LiveCount == 0 || view.Segment.FindSparse(_field.Id) is not { } column)
                continue;
            if (view.Segment.FindSparseIndex(_field.Id) is { } index
                ? SparseSigns.MayDiffer(index, _query)
                : SparseSigns.MayDiffer(column, view.RowCount, _query))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The best rows, whatever their product, found by looking at each.</summary>
    private SparseHit[] All(int count)
    {
        var top = new SparseTop(count, float.NegativeInfinity);
        for (int segment = 0; segment < _snapshot.Views.Length; segment++)
        {
            _cancellation.ThrowIfCancellationRequested();
            SegmentView view = _snapshot.Views[segment];
            if (view.LiveCount > 0 && view.Segment.FindSparse(_field.Id) is { } column)
                SparseScan.Search(column, segment, 0, view.RowCount, _query, _matches.Of(segment), top, _cancellation);
        }

        return top.Sorted();
    }

    /// <summary>The rows found, and others with the product 0, in the order of storage.</summary>
    private SparseHit[] Filled(SparseHit[] found, int count)
    {
        var hits = new List<SparseHit>(found);
        HashSet<(int, int)> taken = [.. found.Select(hit => (hit.SegmentNumber, hit.Row))];
        for (int segment = 0; segment < _snapshot.Views.Length && hits.Count < count; segment++)
        {
            _cancellation.ThrowIfCancellationRequested();
            SegmentView view = _snapshot.Views[segment];
            if (view.Segment.FindSparse(_field.Id) is not { } column)
                continue;
            Bitmap? accept = _matches.Of(segment);
            for (int row = 0; row < view.RowCount && hits.Count < count; row++)
            {
                if (accept is not null && (row = accept.NextSet(row)) < 0)
                    break;
                if (column.HasVector(row) && !taken.Contains((segment, row)))
                    hits.Add(new SparseHit(0, segment, row));
            }
        }

        return [.. hits];
    }
}

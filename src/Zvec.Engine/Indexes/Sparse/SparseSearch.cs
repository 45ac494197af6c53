using System.Numerics;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>Finds the rows of an index whose vectors have the greatest products with a query. Exact: what is passed over cannot be among
/// them.</summary>
/// <remarks>
/// MaxScore (Turtle and Flood, "Query evaluation: strategies and optimizations", Information Processing and Management 31, 1995) with the
/// bounds of blocks (Ding and Suel, "Faster top-k document retrieval using block-max indexes", SIGIR 2011), over windows of rows: in each
/// window the lists that cannot lift a row over the threshold even together are only looked up for rows that the others have met. The
/// products of the others are added up list by list. Elements and queries may be negative: a list's bound is never below 0, as a row need
/// not be in it. Rows that may be hits are multiplied with the query once more by their vectors, so that a row's score does not hang on the
/// way it was found; the sums before are trusted up to <see cref="Slack"/>.
/// </remarks>
internal readonly ref struct SparseSearch
{
    /// <summary>What sums of at most <see cref="SparseVector.MaxCount"/> products in double precision may be wrong by, as a part of the sum
    /// of their magnitudes: 16,384 × 2⁻⁵³ is less than half of it.</summary>
    private const double Slack = 4e-12;

    private const int WindowRows = SparseScratch.WindowRows;

    /// <summary>Windows between two looks at whether to stop; a power of two.</summary>
    private const int GlanceWindows = 16;

    private readonly SparseScratch _scratch;
    private readonly Span<SparseCursor> _cursors;
    private readonly SparseColumn _column;
    private readonly SparseQuery _query;
    private readonly int _segment;
    private readonly int _endRow;
    private readonly Bitmap? _accept;
    private readonly SparseTop _top;

    private SparseSearch(
        SparseScratch scratch,
        Span<SparseCursor> cursors,
        SparseColumn column,
        SparseQuery query,
        int segment,
        int endRow,
        Bitmap? accept,
        SparseTop top)
    {
        _scratch = scratch;
        _cursors = cursors;
        _column = column;
        _query = query;
        _segment = segment;
        _endRow = endRow;
        _accept = accept;
        _top = top;
    }

    /// <summary>Looks at all rows of an index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="column">The vectors that it is of.</param>
    /// <param name="segment">The segment's number.</param>
    /// <param name="endRow">The row behind the last that the index has.</param>
    /// <param name="query">What rows are multiplied with.</param>
    /// <param name="accept">The rows that may be hits; null for all.</param>
    /// <param name="top">Where the best go; only rows whose product is greater than 0 are found.</param>
    /// <param name="cancellation">Stops between some windows.</param>
    public static void Search(
        SparseIndex index,
        SparseColumn column,
        int segment,
        int endRow,
        SparseQuery query,
        Bitmap? accept,
        SparseTop top,
        CancellationToken cancellation)
    {
        SparseScratch scratch = SparseScratch.Rent(query.Indices.Length);
        int lists = 0;
        for (int i = 0; i < query.Indices.Length; i++)
        {
            int list = index.Find(query.Indices[i]);
            if (list >= 0)
                scratch.Cursors[lists++] = new SparseCursor(index, list, query.Weights[i]);
        }

        var search = new SparseSearch(scratch, scratch.Cursors.AsSpan(0, lists), column, query, segment, endRow, accept, top);
        search.Run(index.Path, cancellation);
        scratch.Return(lists);
    }

    private void Run(string path, CancellationToken cancellation)
    {
        for (int windows = 0; ; windows++)
        {
            if ((windows & (GlanceWindows - 1)) == 0)
                cancellation.ThrowIfCancellationRequested();
            int next = SparseCursor.NoRow;
            foreach (ref SparseCursor cursor in _cursors)
                next = Math.Min(next, cursor.NextRow);
            if (next == SparseCursor.NoRow)
                return;
            int start = next & ~(WindowRows - 1);
            if (next >= _endRow)
                throw SectionFileReader.Corrupt(path, $"it lists row {next} of {_endRow}");
            int end = (int)Math.Min((long)start + WindowRows, int.MaxValue);
            int active = Enter(end);
            if (AcceptsAny(start))
                SearchWindow(start, active);
            foreach (int cursor in _scratch.Order.AsSpan(0, active))
                _cursors[cursor].Leave(end);
        }
    }

    /// <summary>Puts the lists that have rows in the window into the order in which they add the least for the most postings.</summary>
    /// <returns>How many they are.</returns>
    private int Enter(int windowEnd)
    {
        int active = 0;
        for (int i = 0; i < _cursors.Length; i++)
        {
            ref SparseCursor cursor = ref _cursors[i];
            if (cursor.NextRow >= windowEnd)
                continue;
            cursor.Enter(windowEnd);
            _scratch.Order[active] = i;
            _scratch.Keys[active++] = cursor.Bound / cursor.Count;
        }

        return active;
    }

    private bool AcceptsAny(int windowStart)
    {
        if (_accept is null)
            return true;
        ReadOnlySpan<ulong> words = _accept.Words;
        int first = Math.Min(windowStart >> 6, words.Length);
        return words.Slice(first, Math.Min(WindowRows >> 6, words.Length - first)).ContainsAnyExcept(0UL);
    }

    private void SearchWindow(int start, int active)
    {
        Span<int> order = _scratch.Order.AsSpan(0, active);
        double[] sums = _scratch.Sums;
        double magnitude = 0;
        double bound = 0;
        foreach (int cursor in order)
        {
            bound += _cursors[cursor].Bound;
            magnitude += _cursors[cursor].Magnitude;
        }

        double slack = magnitude * Slack;
        if (bound + slack <= _top.Threshold)
            return;
        _scratch.Keys.AsSpan(0, active).Sort(order);
        sums[0] = 0;
        for (int i = 0; i < active; i++)
            sums[i + 1] = sums[i] + _cursors[order[i]].Bound;
        int lookedUp = 0;
        while (lookedUp < active && sums[lookedUp + 1] + slack <= _top.Threshold)
            lookedUp++;

        Span<double> scores = _scratch.Scores.AsSpan(0, Math.Min(WindowRows, _endRow - start));
        scores.Clear();
        Array.Clear(_scratch.Touched);
        foreach (int cursor in order[lookedUp..])
            _cursors[cursor].AddTo(start, scores, _scratch.Touched);
        int count = TakeCandidates(start, scores, sums[lookedUp] + slack);
        for (int i = lookedUp - 1; i >= 0 && count > 0; i--)
        {
            _cursors[order[i]].AddTo(_scratch.Rows.AsSpan(0, count), _scratch.RowScores);
            count = KeepCandidates(count, sums[i] + slack);
        }

        for (int i = 0; i < count; i++)
        {
            int row = _scratch.Rows[i];
            if (_scratch.RowScores[i] + slack > _top.Threshold && _column.HasVector(row))
                _top.Add(new SparseHit(_query.Score(_column.Elements(row)), _segment, row));
        }
    }

    /// <summary>Gathers the rows that were met and may be hits.</summary>
    /// <param name="start">The first row of the window.</param>
    /// <param name="scores">The products so far.</param>
    /// <param name="open">What may yet be added to them.</param>
    /// <returns>How many they are.</returns>
    private int TakeCandidates(int start, ReadOnlySpan<double> scores, double open)
    {
        double threshold = _top.Threshold;
        ReadOnlySpan<ulong> accept = _accept is null ? default : _accept.Words;
        int count = 0;
        for (int word = 0; word < _scratch.Touched.Length; word++)
        {
            ulong bits = _scratch.Touched[word];
            if (_accept is not null && bits != 0)
                bits &= accept[(start >> 6) + word];
            for (; bits != 0; bits &= bits - 1)
            {
                int place = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (scores[place] + open > threshold)
                {
                    _scratch.Rows[count] = start + place;
                    _scratch.RowScores[count++] = scores[place];
                }
            }
        }

        return count;
    }

    private int KeepCandidates(int count, double open)
    {
        double threshold = _top.Threshold;
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (!(_scratch.RowScores[i] + open > threshold))
                continue;
            _scratch.Rows[kept] = _scratch.Rows[i];
            _scratch.RowScores[kept++] = _scratch.RowScores[i];
        }

        return kept;
    }
}

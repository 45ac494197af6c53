using Zvec.Engine.Primitives;

namespace Zvec.Engine.Search;

/// <summary>Finds the best rows of alternatives: in windows of rows, it walks the alternatives that a row needs to be among the best, and
/// looks the others up only where they could still bring it there.</summary>
/// <remarks>MaxScore after Turtle and Flood, "Query Evaluation: Strategies and Optimizations" (1995), section 4, with bounds by block as
/// in Ding and Suel, "Faster Top-k Document Retrieval Using Block-Max Indexes" (2011), section 4. Bounds and scores are exact sums (see
/// <see cref="ScoreRounding"/>), so that no row is left out that would be found.</remarks>
internal sealed class MaxScoreWalk : IDisposable
{
    /// <summary>Rows that are read at once.</summary>
    private const int ReadRows = 128;

    /// <summary>A window is not made shorter than this, so that its bounds cost less than its rows.</summary>
    private const int FewestRows = 256;

    private readonly TextScorer[] _scorers;
    private readonly TextScorer? _excluded;
    private readonly Bitmap? _accept;
    private readonly int _segment;
    private readonly BestRows _best;
    private readonly int[] _rows = new int[ReadRows];
    private readonly double[] _scores = new double[ReadRows];
    private ScoreWindow? _window;

    /// <summary>For each scorer the bound in the window; sorted along with the scorers, least first.</summary>
    private readonly double[] _bounds;

    /// <summary>What each scorer and those before it contribute together at most.</summary>
    private readonly double[] _sums;

    /// <summary>How many of the scorers, from the first, a row of the window cannot be among the best by.</summary>
    private int _optional;

    private MaxScoreWalk(TextScorer[] scorers, TextScorer? excluded, Bitmap? accept, int segment, BestRows best)
    {
        _scorers = scorers;
        _excluded = excluded;
        _accept = accept;
        _segment = segment;
        _best = best;
        _bounds = new double[scorers.Length];
        _sums = new double[scorers.Length];
    }

    /// <param name="scorers">The alternatives, not moved yet.</param>
    /// <param name="excluded">Rows to leave out; null for none.</param>
    /// <param name="accept">The rows that may be found; null for all.</param>
    /// <param name="scope">The segment.</param>
    /// <param name="best">Takes the best rows.</param>
    public static void Run(TextScorer[] scorers, TextScorer? excluded, Bitmap? accept, SegmentScope scope, BestRows best)
    {
        double most = 0;
        int start = TextScorer.End;
        foreach (TextScorer scorer in scorers)
        {
            most += scorer.Most;
            start = Math.Min(start, scorer.Next());
        }

        using var walk = new MaxScoreWalk(scorers, excluded, accept, scope.Segment, best);
        while (start < scope.RowCount && (float)most > best.Floor)
        {
            scope.Cancellation.ThrowIfCancellationRequested();
            if (accept is not null)
            {
                int next = accept.NextSet(start);
                if (next < 0)
                    return;
                start = next;
            }

            start = walk.Search(start);
        }
    }

    public void Dispose() => _window?.Dispose();

    /// <summary>Searches the window that begins with a row.</summary>
    /// <returns>Where the next window begins.</returns>
    private int Search(int start)
    {
        int end = EndOf(start);
        Bound(start, end);
        int needed = _scorers.Length - _optional;
        if (needed == 1)
            SearchOne(_scorers[^1], start, end);
        else if (needed > 1)
            SearchMany(start, end);

        int next = TextScorer.End;
        foreach (TextScorer scorer in _scorers)
            next = Math.Min(next, scorer.Row);
        return Math.Max(next, end);
    }

    /// <summary>A window ends where the bounds change of the scorers that mattered in the one before.</summary>
    private int EndOf(int start)
    {
        int end = ScoreWindow.FurthestEnd(start);
        if (_best.Floor == float.NegativeInfinity)
            return end;
        for (int i = Math.Min(_optional, _scorers.Length - 1); i < _scorers.Length && end > start + FewestRows; i++)
        {
            _scorers[i].MostFrom(start, out int last);
            end = last < end ? Math.Max(last + 1, start + FewestRows) : end;
        }

        return end;
    }

    /// <summary>Bounds what each scorer contributes in a window, and tells those that a row needs from the others.</summary>
    private void Bound(int start, int end)
    {
        _optional = 0;
        if (_best.Floor == float.NegativeInfinity)
            return;
        for (int i = 0; i < _scorers.Length; i++)
            _bounds[i] = MostWithin(_scorers[i], start, end);
        SortByBound();
        double sum = 0;
        for (int i = 0; i < _scorers.Length; i++)
        {
            sum += _bounds[i];
            _sums[i] = sum;
            if (_optional == i && (float)sum <= _best.Floor)
                _optional++;
        }
    }

    private static double MostWithin(TextScorer scorer, int start, int end)
    {
        double most = 0;
        for (int row = start; row < end && most < scorer.Most;)
        {
            most = Math.Max(most, scorer.MostFrom(row, out int last));
            if (last >= end - 1)
                break;
            row = last + 1;
        }

        return most;
    }

    /// <summary>Sorts by insertion: from window to window the order hardly changes.</summary>
    private void SortByBound()
    {
        for (int i = 1; i < _scorers.Length; i++)
        {
            double bound = _bounds[i];
            TextScorer scorer = _scorers[i];
            int place = i;
            for (; place > 0 && _bounds[place - 1] > bound; place--)
            {
                _bounds[place] = _bounds[place - 1];
                _scorers[place] = _scorers[place - 1];
            }

            _bounds[place] = bound;
            _scorers[place] = scorer;
        }
    }

    /// <summary>What the scorers that a row does not need contribute together at most.</summary>
    private double OptionalMost => _optional == 0 ? 0 : _sums[_optional - 1];

    private void SearchOne(TextScorer scorer, int start, int end)
    {
        double more = OptionalMost;
        int row = scorer.Seek(start);
        while (row < end)
        {
            if (_accept is not null && _accept.NextSet(row) is var next && next != row)
            {
                row = next < 0 ? TextScorer.End : scorer.Seek(Math.Min(next, end));
                continue;
            }

            if (_scorers.Length == 1)
                scorer.Floor = _best.Floor;
            int count = scorer.Read(end, _rows, _scores);
            for (int i = 0; i < count; i++)
            {
                if ((float)(_scores[i] + more) > _best.Floor && _accept?[_rows[i]] != false)
                    Complete(_rows[i], _scores[i]);
            }

            row = scorer.Row;
        }
    }

    private void SearchMany(int start, int end)
    {
        ScoreWindow window = _window ??= new ScoreWindow();
        bool isMarked = _best.Floor == float.NegativeInfinity;
        window.Reset(start, end, isMarked);
        for (int i = _optional; i < _scorers.Length; i++)
        {
            TextScorer scorer = _scorers[i];
            scorer.Seek(start);
            while (scorer.Row < end)
            {
                int count = scorer.Read(end, _rows, _scores);
                window.Add(_rows.AsSpan(0, count), _scores);
            }
        }

        if (isMarked)
            CompleteMarked(window, start);
        else
            CompleteAbove(window, start);
    }

    private void CompleteMarked(ScoreWindow window, int start)
    {
        if (_accept is not null)
            window.Keep(_accept);
        for (int row = window.NextRow(start); row >= 0; row = window.NextRow(row + 1))
            Complete(row, window.Score(row));
    }

    /// <summary>Completes the rows that may be among the best. Those without a score are not: the floor is none of theirs.</summary>
    private void CompleteAbove(ScoreWindow window, int start)
    {
        double more = OptionalMost;
        for (int row = window.NextRow(start, more, _best.Floor); row >= 0; row = window.NextRow(row + 1, more, _best.Floor))
        {
            if (_accept?[row] != false)
                Complete(row, window.Score(row));
        }
    }

    /// <summary>Adds what the optional scorers have for a row, as long as it may be among the best.</summary>
    private void Complete(int row, double score)
    {
        for (int i = _optional - 1; i >= 0; i--)
        {
            if ((float)(score + _sums[i]) <= _best.Floor)
                return;
            TextScorer scorer = _scorers[i];
            if (scorer.Seek(row) == row)
                score += scorer.Score();
        }

        if ((float)score > _best.Floor && _excluded?.Seek(row) != row)
            _best.Add(_segment, row, (float)score);
    }
}

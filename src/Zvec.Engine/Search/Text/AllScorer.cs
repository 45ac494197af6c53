namespace Zvec.Engine.Search;

/// <summary>The rows that several scorers have in common, with the sum of their scores.</summary>
internal sealed class AllScorer : TextScorer
{
    private readonly TextScorer[] _scorers;

    /// <summary>For each scorer what those behind it contribute at most.</summary>
    private readonly double[] _others;

    public AllScorer(IEnumerable<TextScorer> scorers)
    {
        _scorers = [.. scorers.OrderBy(scorer => scorer.Cost)];
        _others = new double[_scorers.Length];
        for (int i = _scorers.Length - 1; i >= 0; i--)
        {
            _others[i] = Most;
            Most += _scorers[i].Most;
        }
    }

    public override long Cost => _scorers[0].Cost;

    public override double Most { get; }

    public override bool ReadsMany => Array.TrueForAll(_scorers, static scorer => scorer.ReadsMany);

    public override int Seek(int row) => row <= Row ? Row : Row = Leapfrog.Seek(_scorers, row);

    public override double Score()
    {
        double score = 0;
        foreach (TextScorer scorer in _scorers)
            score += scorer.Score();
        return score;
    }

    public override int Read(int end, Span<int> rows, Span<double> scores)
    {
        TextScorer first = _scorers[0];
        int count = 0;
        while (count == 0 && first.Row < end)
        {
            count = first.Read(end, rows, scores);
            for (int i = 1; i < _scorers.Length; i++)
            {
                count = Promising(rows[..count], scores, _others[i - 1]);
                count = _scorers[i].Keep(rows[..count], scores);
            }
        }

        Row = Leapfrog.Seek(_scorers, first.Row);
        return count;
    }

    public override double MostFrom(int row, out int lastRow)
    {
        lastRow = End;
        double most = 0;
        foreach (TextScorer scorer in _scorers)
        {
            most += scorer.MostFrom(row, out int last);
            lastRow = Math.Min(lastRow, last);
        }

        return most;
    }

    /// <summary>Keeps the rows that may still score more than the floor.</summary>
    /// <returns>How many.</returns>
    private int Promising(Span<int> rows, Span<double> scores, double others)
    {
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if ((float)(scores[i] + others) <= Floor)
                continue;
            rows[count] = rows[i];
            scores[count++] = scores[i];
        }

        return count;
    }

    public override void Dispose()
    {
        foreach (TextScorer scorer in _scorers)
            scorer.Dispose();
    }
}

namespace Zvec.Engine.Search;

/// <summary>The rows that at least some of several scorers have, with the sum of their scores.</summary>
internal sealed class AnyScorer : TextScorer
{
    private readonly TextScorer[] _scorers;
    private readonly int _needed;

    /// <param name="scorers">The scorers.</param>
    /// <param name="needed">How many of them must have a row: at least 1.</param>
    public AnyScorer(IEnumerable<TextScorer> scorers, int needed)
    {
        _scorers = [.. scorers];
        _needed = needed;
        foreach (TextScorer scorer in _scorers)
        {
            Most += scorer.Most;
            Cost += scorer.Cost;
        }
    }

    public override long Cost { get; }

    public override double Most { get; }

    public override int Seek(int row)
    {
        if (row <= Row)
            return Row;
        while (true)
        {
            int first = End;
            int count = 0;
            foreach (TextScorer scorer in _scorers)
            {
                int found = scorer.Row < row ? scorer.Seek(row) : scorer.Row;
                if (found > first)
                    continue;
                count = found == first ? count + 1 : 1;
                first = found;
            }

            if (first == End || count >= _needed)
                return Row = first;
            row = first + 1;
        }
    }

    public override double Score()
    {
        double score = 0;
        foreach (TextScorer scorer in _scorers)
            score += scorer.Row == Row ? scorer.Score() : 0;
        return score;
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

    public override void Dispose()
    {
        foreach (TextScorer scorer in _scorers)
            scorer.Dispose();
    }
}

namespace Zvec.Engine.Search;

/// <summary>The rows that several scorers have in common, with the sum of their scores.</summary>
internal sealed class AllScorer : SumScorer
{
    /// <summary>For each scorer what those behind it contribute at most.</summary>
    private readonly double[] _others;

    public AllScorer(IEnumerable<TextScorer> scorers)
        : base([.. scorers.OrderBy(scorer => scorer.Cost)])
    {
        _others = new double[Scorers.Length];
        for (int i = Scorers.Length - 1; i > 0; i--)
            _others[i - 1] = _others[i] + Scorers[i].Most;
    }

    public override long Cost => Scorers[0].Cost;

    public override bool ReadsMany => Array.TrueForAll(Scorers, static scorer => scorer.ReadsMany);

    public override int Seek(int row) => row <= Row ? Row : Row = Leapfrog.Seek(Scorers, row);

    public override double Score()
    {
        double score = 0;
        foreach (TextScorer scorer in Scorers)
            score += scorer.Score();
        return score;
    }

    public override int Read(int end, Span<int> rows, Span<double> scores)
    {
        TextScorer first = Scorers[0];
        int count = 0;
        while (count == 0 && first.Row < end)
        {
            count = first.Read(end, rows, scores);
            for (int i = 1; i < Scorers.Length; i++)
            {
                count = Promising(rows[..count], scores, _others[i - 1]);
                count = Scorers[i].Keep(rows[..count], scores);
            }
        }

        Row = Leapfrog.Seek(Scorers, first.Row);
        return count;
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
}

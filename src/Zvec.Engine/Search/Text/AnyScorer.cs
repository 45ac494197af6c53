namespace Zvec.Engine.Search;

/// <summary>The rows that at least some of several scorers have, with the sum of their scores.</summary>
internal sealed class AnyScorer : SumScorer
{
    private readonly int _needed;

    /// <param name="scorers">The scorers.</param>
    /// <param name="needed">How many of them must have a row: at least 1.</param>
    public AnyScorer(IEnumerable<TextScorer> scorers, int needed)
        : base([.. scorers])
    {
        _needed = needed;
        foreach (TextScorer scorer in Scorers)
            Cost += scorer.Cost;
    }

    public override long Cost { get; }

    public override int Seek(int row)
    {
        if (row <= Row)
            return Row;
        while (true)
        {
            int first = End;
            int count = 0;
            foreach (TextScorer scorer in Scorers)
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
        foreach (TextScorer scorer in Scorers)
            score += scorer.Row == Row ? scorer.Score() : 0;
        return score;
    }
}

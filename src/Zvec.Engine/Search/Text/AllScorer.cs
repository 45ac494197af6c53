namespace Zvec.Engine.Search;

/// <summary>The rows that several scorers have in common, with the sum of their scores.</summary>
internal sealed class AllScorer : TextScorer
{
    private readonly TextScorer[] _scorers;

    public AllScorer(IEnumerable<TextScorer> scorers)
    {
        _scorers = [.. scorers.OrderBy(scorer => scorer.Cost)];
        foreach (TextScorer scorer in _scorers)
            Most += scorer.Most;
    }

    public override long Cost => _scorers[0].Cost;

    public override double Most { get; }

    public override int Seek(int row) => row <= Row ? Row : Row = Leapfrog.Seek(_scorers, row);

    public override double Score()
    {
        double score = 0;
        foreach (TextScorer scorer in _scorers)
            score += scorer.Score();
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

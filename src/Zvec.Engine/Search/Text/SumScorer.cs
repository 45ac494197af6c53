namespace Zvec.Engine.Search;

/// <summary>Rows whose score is the sum of what several scorers give them.</summary>
internal abstract class SumScorer : TextScorer
{
    /// <param name="scorers">The scorers, which this one owns from here on.</param>
    protected SumScorer(TextScorer[] scorers)
    {
        Scorers = scorers;
        foreach (TextScorer scorer in scorers)
            Most += scorer.Most;
    }

    public sealed override double Most { get; }

    protected TextScorer[] Scorers { get; }

    public sealed override double MostFrom(int row, out int lastRow)
    {
        lastRow = End;
        double most = 0;
        foreach (TextScorer scorer in Scorers)
        {
            most += scorer.MostFrom(row, out int last);
            lastRow = Math.Min(lastRow, last);
        }

        return most;
    }

    public sealed override void Dispose()
    {
        foreach (TextScorer scorer in Scorers)
            scorer.Dispose();
    }
}

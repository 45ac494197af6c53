namespace Zvec.Engine.Search;

/// <summary>The rows in which terms stand in the order of a phrase, with the sum of the terms' scores.</summary>
internal sealed class PhraseScorer : SumScorer
{
    private readonly TextScorer[] _byCost;
    private readonly TermScorer[] _terms;
    private readonly PhraseMatcher _matcher;

    /// <param name="terms">The terms, in the order of the phrase.</param>
    /// <param name="matcher">Knows the phrase.</param>
    public PhraseScorer(TermScorer[] terms, PhraseMatcher matcher)
        : base(terms)
    {
        _terms = terms;
        _matcher = matcher;
        _byCost = [.. terms.OrderBy(term => term.Cost)];
    }

    public override long Cost => _byCost[0].Cost;

    public override int Seek(int row)
    {
        if (row <= Row)
            return Row;
        for (row = Leapfrog.Seek(_byCost, row); row != End; row = Leapfrog.Seek(_byCost, row + 1))
        {
            // the score is known before the places are, and cheaper
            if ((Floor == float.NegativeInfinity || (float)Score() > Floor) && _matcher.Matches(_terms))
                break;
        }

        return Row = row;
    }

    public override double Score()
    {
        double score = 0;
        foreach (TermScorer term in _terms)
            score += term.Score();
        return score;
    }
}

namespace Zvec.Engine.Search;

/// <summary>A term that documents are scored by.</summary>
/// <param name="term">The term.</param>
/// <param name="boost">What its score is multiplied by.</param>
internal sealed class BoundTerm(SearchedTerm term, double boost) : BoundText
{
    public SearchedTerm Term => term;

    public double Boost => boost;

    public override double Most => term.MostContribution * boost;

    public override TermScorer? Open(SegmentScope scope) => term.Open(scope, Most, withPositions: false);
}

namespace Zvec.Engine.Search;

/// <summary>Terms in order, of one field.</summary>
internal sealed class BoundPhrase : BoundText
{
    private readonly SearchedTerm[] _terms;
    private readonly int[] _offsets;
    private readonly int[] _same;
    private readonly int _slop;
    private readonly double _boost;

    /// <param name="terms">The terms; the same object where a term is there twice.</param>
    /// <param name="offsets">Their places in the phrase, ascending.</param>
    /// <param name="slop">How far they may be from standing so.</param>
    /// <param name="boost">What the score is multiplied by.</param>
    public BoundPhrase(SearchedTerm[] terms, int[] offsets, int slop, double boost)
    {
        _terms = terms;
        _offsets = offsets;
        _slop = slop;
        _boost = boost;
        _same = new int[terms.Length];
        for (int i = 0; i < terms.Length; i++)
        {
            _same[i] = i == 0 ? -1 : Array.LastIndexOf(terms, terms[i], i - 1);
            Most += terms[i].MostContribution * boost;
        }
    }

    public override double Most { get; }

    public override TextScorer? Open(SegmentScope scope)
    {
        var scorers = new TermScorer[_terms.Length];
        for (int i = 0; i < scorers.Length; i++)
        {
            if (_terms[i].Open(scope, _terms[i].MostContribution * _boost, withPositions: true) is { } scorer)
            {
                scorers[i] = scorer;
                continue;
            }

            foreach (TermScorer opened in scorers.AsSpan(0, i))
                opened.Dispose();
            return null;
        }

        return new PhraseScorer(scorers, new PhraseMatcher(_offsets, _same, _slop));
    }
}

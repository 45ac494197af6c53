namespace Zvec.Engine.Search;

/// <summary>Parts joined: all of some, at least a number of others, none of the rest.</summary>
internal sealed class BoundGroup : BoundText
{
    private readonly List<BoundText> _must;
    private readonly List<BoundText> _should;
    private readonly List<BoundText> _mustNot;

    private BoundGroup(List<BoundText> must, List<BoundText> should, List<BoundText> mustNot, int needed)
    {
        _must = must;
        _should = should;
        _mustNot = mustNot;
        Needed = needed;
        foreach (BoundText part in must)
            Most += part.Most;
        foreach (BoundText part in should)
            Most += part.Most;
    }

    public override double Most { get; }

    /// <summary>Whether any one of some parts is enough.</summary>
    public bool IsAlternatives => _must.Count == 0 && Needed == 1;

    /// <summary>How many of those that need not be there must: 0 only where others must be.</summary>
    private int Needed { get; }

    private bool IsOnlyAlternatives => IsAlternatives && _mustNot.Count == 0;

    /// <summary>Joins parts, as simply as they can be.</summary>
    /// <param name="must">What must be there.</param>
    /// <param name="should">What may be.</param>
    /// <param name="mustNot">What must not.</param>
    /// <param name="needed">How many of <paramref name="should"/> must be there; no more than there are.</param>
    /// <returns>Null when nothing says which documents fit.</returns>
    public static BoundText? Join(
        IEnumerable<BoundText> must, IEnumerable<BoundText> should, IEnumerable<BoundText> mustNot, int needed = 0)
    {
        List<BoundText> all = [.. must];
        List<BoundText> some = [.. should];
        List<BoundText> none = [.. mustNot];
        needed = Math.Min(some.Count, Math.Max(needed, all.Count == 0 ? 1 : 0));
        if (some.Count > 0 && needed == some.Count)
        {
            all.AddRange(some);
            some.Clear();
            needed = 0;
        }

        if (all.Count == 0 && some.Count == 0)
            return null;
        all = FlattenMust(all, some, none, needed);
        if (needed <= 1)
            some = Merge(some.SelectMany(part => part is BoundGroup { IsOnlyAlternatives: true } group ? group._should : [part]));
        if (none.Count == 0 && some.Count == 0 && all.Count == 1)
            return all[0];
        return none.Count == 0 && all.Count == 0 && some.Count == 1 ? some[0] : new BoundGroup(all, some, none, needed);
    }

    /// <summary>Opens the alternatives in a segment.</summary>
    /// <param name="scope">The segment.</param>
    /// <param name="excluded">What must not be there; null for nothing.</param>
    public TextScorer[] OpenAlternatives(SegmentScope scope, out TextScorer? excluded)
    {
        TextScorer[] scorers = OpenAny(_should, scope);
        excluded = scorers.Length == 0 ? null : Any(OpenAny(_mustNot, scope), needed: 1);
        return scorers;
    }

    public override TextScorer? Open(SegmentScope scope)
    {
        var must = new List<TextScorer>();
        foreach (BoundText part in _must)
        {
            if (part.Open(scope) is { } scorer)
            {
                must.Add(scorer);
                continue;
            }

            must.ForEach(opened => opened.Dispose());
            return null;
        }

        TextScorer[] should = OpenAny(_should, scope);
        if (should.Length < Needed)
        {
            foreach (TextScorer scorer in must.Concat(should))
                scorer.Dispose();
            return null;
        }

        TextScorer? included = Any(should, Math.Max(1, Needed));
        if (must.Count > 0 && Needed > 0)
            included = new AllScorer([.. must, included!]);
        else if (must.Count > 0 && included is null)
            included = All(must);
        else if (must.Count > 0)
            included = new OptionalScorer(All(must), included!);
        TextScorer? excluded = Any(OpenAny(_mustNot, scope), needed: 1);
        return excluded is null ? included : new ExceptScorer(included!, excluded);
    }

    /// <summary>Takes the parts of groups that must be there for their own, and counts a term that is there several times once, for
    /// more.</summary>
    private static List<BoundText> FlattenMust(List<BoundText> must, List<BoundText> should, List<BoundText> mustNot, int needed)
    {
        var flat = new List<BoundText>();
        foreach (BoundText part in must)
        {
            if (part is BoundGroup { _must.Count: > 0, Needed: 0 } group && (needed == 0 || group._should.Count == 0))
            {
                flat.AddRange(group._must);
                should.AddRange(group._should);
                mustNot.AddRange(group._mustNot);
            }
            else
            {
                flat.Add(part);
            }
        }

        return Merge(flat);
    }

    private static List<BoundText> Merge(IEnumerable<BoundText> parts)
    {
        var merged = new List<BoundText>();
        var places = new Dictionary<SearchedTerm, int>();
        foreach (BoundText part in parts)
        {
            if (part is not BoundTerm term)
            {
                merged.Add(part);
            }
            else if (places.TryGetValue(term.Term, out int place))
            {
                merged[place] = new BoundTerm(term.Term, ((BoundTerm)merged[place]).Boost + term.Boost);
            }
            else
            {
                places.Add(term.Term, merged.Count);
                merged.Add(term);
            }
        }

        return merged;
    }

    private static TextScorer[] OpenAny(List<BoundText> parts, SegmentScope scope) =>
        [.. parts.Select(part => part.Open(scope)).OfType<TextScorer>()];

    private static TextScorer All(List<TextScorer> scorers) => scorers.Count == 1 ? scorers[0] : new AllScorer(scorers);

    private static TextScorer? Any(TextScorer[] scorers, int needed) => scorers.Length switch
    {
        0 => null,
        1 when needed == 1 => scorers[0],
        _ => new AnyScorer(scorers, needed),
    };
}

namespace Zvec.Engine.Filters.Values;

/// <summary>A condition on the values of a type, taken apart into what scans a column and what asks an index.</summary>
/// <param name="Matcher">Scans; null when every value matches, or none.</param>
/// <param name="Lookup">Asks an index; null when none can tell.</param>
internal sealed record ValueTest(ValueMatcher? Matcher, IndexLookup? Lookup)
{
    /// <summary>Every value matches that is not null.</summary>
    public static readonly ValueTest Any = new(null, null);

    /// <summary>No value matches.</summary>
    public static readonly ValueTest None = new(null, null);

    public bool IsAny => ReferenceEquals(this, Any);

    public bool IsNone => ReferenceEquals(this, None);

    /// <summary>All of the conditions hold for the same value.</summary>
    public static ValueTest And(IReadOnlyCollection<ValueTest> operands)
    {
        // without LINQ: this is done for each search with a range
        var matchers = new List<ValueMatcher>(operands.Count);
        var lookups = new List<IndexLookup>(operands.Count);
        ValueTest last = Any;
        bool isExact = true;
        foreach (ValueTest operand in operands)
        {
            if (operand.IsNone)
                return None;
            if (operand.IsAny)
                continue;
            last = operand;
            matchers.Add(operand.Matcher!);
            if (operand.Lookup is { } lookup)
                lookups.Add(lookup);
            isExact &= operand.Lookup is { IsExact: true };
        }

        if (matchers.Count < 2)
            return last;
        return new ValueTest(Intersect([.. matchers]), lookups.Count == 0 ? null : new AllLookup([.. lookups], isExact));
    }

    /// <summary>One of the conditions holds.</summary>
    public static ValueTest Or(IReadOnlyCollection<ValueTest> operands)
    {
        if (operands.Any(operand => operand.IsAny))
            return Any;
        ValueTest[] kept = [.. operands.Where(operand => !operand.IsNone)];
        if (kept.Length < 2)
            return kept.Length == 0 ? None : kept[0];
        IndexLookup[] lookups = [.. kept.Select(operand => operand.Lookup).OfType<IndexLookup>()];
        return new ValueTest(
            new AnyMatcher([.. kept.Select(operand => operand.Matcher!)]),
            lookups.Length == kept.Length ? new AnyLookup(lookups) : null);
    }

    /// <summary>The condition does not hold for the value, which is not null.</summary>
    public static ValueTest Not(ValueTest operand) =>
        operand.IsAny ? None
        : operand.IsNone ? Any
        : new ValueTest(new OtherMatcher(operand.Matcher!), operand.Lookup is { IsExact: true } lookup ? new OtherLookup(lookup) : null);

    private static ValueMatcher Intersect(List<ValueMatcher> matchers)
    {
        for (int i = 1; i < matchers.Count; i++)
        {
            if (matchers[0].Intersect(matchers[i]) is { } both)
            {
                matchers[0] = both;
                matchers.RemoveAt(i--);
            }
        }

        return matchers.Count == 1 ? matchers[0] : new AllMatcher([.. matchers]);
    }
}

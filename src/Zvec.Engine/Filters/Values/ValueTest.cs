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

    /// <summary>Both conditions hold for the same value.</summary>
    public static ValueTest And(ValueTest left, ValueTest right)
    {
        if (left.IsNone || right.IsNone)
            return None;
        if (left.IsAny || right.IsAny)
            return left.IsAny ? right : left;
        ValueMatcher matcher = left.Matcher!.Intersect(right.Matcher!) ?? new AllMatcher([left.Matcher, right.Matcher!]);
        return new ValueTest(matcher, Intersect(left.Lookup, right.Lookup));
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

    private static IndexLookup? Intersect(IndexLookup? left, IndexLookup? right)
    {
        if (left is not null && right is not null)
            return left.Intersect(right) ?? new AllLookup([left, right], left.IsExact && right.IsExact);
        return (left ?? right) is { } only ? new AllLookup([only], isExact: false) : null;
    }
}

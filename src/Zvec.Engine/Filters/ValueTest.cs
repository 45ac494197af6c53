namespace Zvec.Engine.Filters;

/// <summary>A condition on the values of a type, taken apart into what scans a column and what asks an index.</summary>
/// <param name="Matcher">Scans; null when every value matches, or none.</param>
/// <param name="Lookup">Asks an index; null when none can tell.</param>
internal sealed record ValueTest(ValueMatcher? Matcher, IndexLookup? Lookup)
{
    /// <summary>Every value matches that is not null.</summary>
    public static readonly ValueTest Any = new(null, null);

    /// <summary>No value matches.</summary>
    public static readonly ValueTest None = new(null, null);
}

namespace Zvec.Engine.Filters.Values;

internal sealed class BytesEqualMatcher(byte[] wanted) : BytesMatcher
{
    public override bool Matches(ReadOnlySpan<byte> value) => value.SequenceEqual(wanted);
}

/// <summary>Values on one side of a bound, in the order of their bytes, which for UTF-8 is that of the code points.</summary>
internal sealed class BytesOrderMatcher(Comparison comparison, byte[] bound) : BytesMatcher
{
    public override bool Matches(ReadOnlySpan<byte> value)
    {
        int order = value.SequenceCompareTo(bound);
        return comparison switch
        {
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            Comparison.GreaterOrEqual => order >= 0,
            _ => order == 0,
        };
    }
}

internal sealed class BytesSetMatcher : BytesMatcher
{
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _set;

    public BytesSetMatcher(IEnumerable<byte[]> values) =>
        _set = new HashSet<byte[]>(values, BytesComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    public override double RowCost => 40;

    public override bool Matches(ReadOnlySpan<byte> value) => _set.Contains(value);
}

internal sealed class BytesPrefixMatcher(byte[] prefix) : BytesMatcher
{
    public override bool Matches(ReadOnlySpan<byte> value) => value.StartsWith(prefix);
}

internal sealed class BytesSuffixMatcher(byte[] suffix) : BytesMatcher
{
    public override bool Matches(ReadOnlySpan<byte> value) => value.EndsWith(suffix);
}

internal sealed class BytesContainMatcher(byte[] needle) : BytesMatcher
{
    public override double RowCost => 50;

    public override bool Matches(ReadOnlySpan<byte> value) => value.IndexOf(needle) >= 0;
}

internal sealed class LikeMatcher(LikePattern pattern) : BytesMatcher
{
    public override double RowCost => 100;

    public override bool Matches(ReadOnlySpan<byte> value) => pattern.Matches(value);
}

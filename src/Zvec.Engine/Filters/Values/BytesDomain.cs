namespace Zvec.Engine.Filters.Values;

/// <summary>Text and binary values, whose sort keys are their bytes.</summary>
internal sealed class BytesDomain(DataType type, string accepts) : ValueDomain(type)
{
    public override string Accepts => accepts;

    public override ValueTest? Compare(Comparison comparison, object value)
    {
        if (ToBytes(value) is not { } bytes)
            return null;
        return comparison switch
        {
            Comparison.Equal => Equal(bytes),
            Comparison.Less => new ValueTest(new BytesOrderMatcher(comparison, bytes), new RangeLookup(null, false, bytes, false)),
            Comparison.LessOrEqual => new ValueTest(new BytesOrderMatcher(comparison, bytes), new RangeLookup(null, false, bytes, true)),
            Comparison.Greater => new ValueTest(new BytesOrderMatcher(comparison, bytes), new RangeLookup(bytes, false, null, false)),
            _ => new ValueTest(new BytesOrderMatcher(comparison, bytes), new RangeLookup(bytes, true, null, false)),
        };
    }

    public override ValueTest? OneOf(IEnumerable<object> values, out object? wrong)
    {
        wrong = null;
        var set = new HashSet<byte[]>(BytesComparer.Instance);
        foreach (object value in values)
        {
            if (ToBytes(value) is not { } bytes)
            {
                wrong = value;
                return null;
            }

            set.Add(bytes);
        }

        byte[][] keys = [.. set];
        return keys.Length switch
        {
            0 => ValueTest.None,
            1 => Equal(keys[0]),
            _ => new ValueTest(new BytesSetMatcher(keys), new EqualLookup(keys)),
        };
    }

    public static ValueTest Like(string pattern)
    {
        LikePattern like = LikePattern.Parse(pattern);
        if (like.IsEquality)
            return Equal(like.Prefix);
        if (like.IsPrefix)
        {
            return like.Prefix.Length == 0
                ? ValueTest.Any
                : new ValueTest(new BytesPrefixMatcher(like.Prefix), new PrefixLookup(like.Prefix));
        }

        BytesMatcher matcher = like.Needle is not { } needle ? new LikeMatcher(like)
            : like.NeedleEnds ? new BytesSuffixMatcher(needle) : new BytesContainMatcher(needle);
        return new ValueTest(matcher, new FormLookup(like.Prefix, matcher));
    }

    private static ValueTest Equal(byte[] bytes) => new(new BytesEqualMatcher(bytes), new EqualLookup([bytes]));

    private byte[]? ToBytes(object value) => value switch
    {
        string text when Type == DataType.String => TextBytes.Of(text),
        char character when Type == DataType.String => TextBytes.Of(character.ToString()),
        byte[] bytes when Type == DataType.Binary => bytes,
        ReadOnlyMemory<byte> bytes when Type == DataType.Binary => bytes.ToArray(),
        _ => null,
    };
}

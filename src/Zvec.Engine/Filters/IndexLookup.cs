using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Filters;

/// <summary>How an inverted index finds the values that a predicate names. Of an array field it finds the rows that hold one of them.</summary>
internal abstract class IndexLookup
{
    /// <summary>Whether the rows found are those that match; otherwise they have to be looked at.</summary>
    public virtual bool IsExact => true;

    /// <summary>How many rows <see cref="Find"/> finds; for an array field, or values that are looked up one by one, at most so many.</summary>
    public abstract long Count(InvertedIndexReader index);

    /// <summary>Adds the rows.</summary>
    public abstract void Find(InvertedIndexReader index, Bitmap into);

    /// <summary>A guess, where there is no index, at how many of so many rows match.</summary>
    public abstract long Guess(long rows);
}

/// <summary>Each of some values.</summary>
internal sealed class EqualLookup(byte[][] keys) : IndexLookup
{
    public override long Count(InvertedIndexReader index)
    {
        long count = 0;
        foreach (byte[] key in keys)
            count += index.CountEqual(key);
        return count;
    }

    public override void Find(InvertedIndexReader index, Bitmap into)
    {
        foreach (byte[] key in keys)
            index.AddEqual(key, into);
    }

    public override long Guess(long rows) => Math.Min(rows, (rows / 20 + 1) * keys.Length);
}

/// <summary>The values between two bounds; a bound that is null is none.</summary>
internal sealed class RangeLookup(byte[]? min, bool minInclusive, byte[]? max, bool maxInclusive) : IndexLookup
{
    public override long Count(InvertedIndexReader index) => index.CountRange(min, minInclusive, max, maxInclusive);

    public override void Find(InvertedIndexReader index, Bitmap into) => index.AddRange(min, minInclusive, max, maxInclusive, into);

    public override long Guess(long rows) => rows / (min is null || max is null ? 2 : 4);
}

/// <summary>The values that begin so; where that is not the whole condition, the rows still have to be looked at.</summary>
internal sealed class PrefixLookup(byte[] prefix, bool isExact) : IndexLookup
{
    public override bool IsExact => isExact;

    public override long Count(InvertedIndexReader index) => index.CountPrefix(prefix);

    public override void Find(InvertedIndexReader index, Bitmap into) => index.AddPrefix(prefix, into);

    public override long Guess(long rows) => rows / 20;
}

using Zvec.Engine.Indexes.Scalars;

namespace Zvec.Engine.Filters.Values;

/// <summary>The values between two bounds; a bound that is null is none.</summary>
internal sealed class RangeLookup(byte[]? min, bool minInclusive, byte[]? max, bool maxInclusive) : IndexLookup
{
    private readonly byte[]? _min = min;
    private readonly bool _minInclusive = minInclusive;
    private readonly byte[]? _max = max;
    private readonly bool _maxInclusive = maxInclusive;

    public override double Effort(InvertedIndexReader index) => 2 * KeyEffort;

    public override ValueRanges Find(InvertedIndexReader index) => index.FindRange(_min, _minInclusive, _max, _maxInclusive);

    public override IndexLookup? Intersect(IndexLookup other)
    {
        if (other is not RangeLookup range)
            return null;
        bool isMinOurs = IsTighter(_min, _minInclusive, range._min, range._minInclusive, sign: 1);
        bool isMaxOurs = IsTighter(_max, _maxInclusive, range._max, range._maxInclusive, sign: -1);
        return new RangeLookup(
            isMinOurs ? _min : range._min,
            isMinOurs ? _minInclusive : range._minInclusive,
            isMaxOurs ? _max : range._max,
            isMaxOurs ? _maxInclusive : range._maxInclusive);
    }

    public override long Guess(long rows) => rows / (_min is null || _max is null ? 2 : 4);

    /// <summary>Whether a bound leaves no more values than another.</summary>
    /// <param name="bound">The bound.</param>
    /// <param name="inclusive">Whether it is among the values.</param>
    /// <param name="other">The other bound.</param>
    /// <param name="otherInclusive">Whether that is among the values.</param>
    /// <param name="sign">1 for lower bounds, -1 for upper ones.</param>
    private static bool IsTighter(byte[]? bound, bool inclusive, byte[]? other, bool otherInclusive, int sign)
    {
        if (bound is null || other is null)
            return other is null;
        int order = sign * bound.AsSpan().SequenceCompareTo(other);
        return order > 0 || (order == 0 && (!inclusive || otherInclusive));
    }
}

using System.Numerics;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Filters.Values;

/// <summary>The interval of a type's values that compare so with a value; null when the value is of another kind.</summary>
internal delegate FixedRange<T>? RangeOf<T>(Comparison comparison, object value)
    where T : IComparisonOperators<T, T, bool>;

/// <summary>An interval, and which of its ends are no bound because no value lies beyond.</summary>
internal readonly record struct FixedRange<T>(Interval<T> Interval, bool NoMin, bool NoMax)
    where T : IComparisonOperators<T, T, bool>;

/// <summary>A type whose values lie in a <see cref="FixedColumn{T}"/>.</summary>
internal sealed class FixedDomain<TStored, TCompared, TForm>(
    DataType type, string accepts, RangeOf<TCompared> rangeOf, Func<TCompared, object> toValue) : ValueDomain(type)
    where TStored : unmanaged
    where TCompared : unmanaged, IComparisonOperators<TCompared, TCompared, bool>
    where TForm : struct, IComparisonForm<TStored, TCompared>
{
    public override string Accepts => accepts;

    public override ValueTest? Compare(Comparison comparison, object value)
    {
        if (rangeOf(comparison, value) is not { } range)
            return null;
        if (range.Interval.IsEmpty)
            return ValueTest.None;

        // Not for floating-point types, whose NaN lies in no interval: their ends are never marked as no bound.
        if (range.NoMin && range.NoMax)
            return ValueTest.Any;
        (TCompared min, TCompared max) = range.Interval;
        IndexLookup lookup = min == max
            ? new EqualLookup([Key(min)])
            : new RangeLookup(range.NoMin ? null : Key(min), true, range.NoMax ? null : Key(max), true);
        return new ValueTest(MatcherOf(range.Interval), lookup);
    }

    public override ValueTest? OneOf(IEnumerable<object> values, out object? wrong)
    {
        wrong = null;
        var set = new HashSet<TCompared>();
        foreach (object value in values)
        {
            if (rangeOf(Comparison.Equal, value) is not { } range)
            {
                wrong = value;
                return null;
            }

            if (!range.Interval.IsEmpty)
                set.Add(range.Interval.Min);
        }

        if (set.Count == 0)
            return ValueTest.None;
        byte[][] keys = [.. set.Select(Key)];
        return new ValueTest(MatcherOf(set), new EqualLookup(keys));
    }

    private static ValueMatcher MatcherOf(HashSet<TCompared> set)
    {
        if (set.Count == 1)
            return MatcherOf(new Interval<TCompared>(set.First(), set.First()));
        return typeof(TForm) == typeof(SameForm<TStored>) && set.Count <= VectorSetMatcher<TCompared>.MaxCount
            ? new VectorSetMatcher<TCompared>([.. set])
            : new SetMatcher<TStored, TCompared, TForm>(set);
    }

    private static ValueMatcher MatcherOf(Interval<TCompared> interval) => typeof(TForm) == typeof(SameForm<TStored>)
        ? new VectorIntervalMatcher<TCompared>(interval)
        : new IntervalMatcher<TStored, TCompared, TForm>(interval);

    private byte[] Key(TCompared value)
    {
        if (typeof(TForm) != typeof(SameForm<TStored>))
            return SortKey.Encode(Type, toValue(value));
        byte[] key = new byte[SortKey.Width(Type)];
        SortKey.WriteFixed(Type, value, key);
        return key;
    }
}

using System.Numerics;
using System.Runtime.Intrinsics;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Filters.Values;

/// <summary>The form in which a stored value is compared.</summary>
internal interface IComparisonForm<TStored, TCompared>
{
    static abstract TCompared Of(TStored stored);
}

internal readonly struct SameForm<T> : IComparisonForm<T, T>
{
    public static T Of(T stored) => stored;
}

internal readonly struct DecimalForm : IComparisonForm<DecimalBits, decimal>
{
    public static decimal Of(DecimalBits stored) => stored.ToDecimal();
}

internal readonly struct DateTimeForm : IComparisonForm<ulong, long>
{
    public static long Of(ulong stored) => PhysicalTypes.DateTimeTicks(stored);
}

internal readonly struct DateTimeOffsetForm : IComparisonForm<OffsetDateTime, long>
{
    public static long Of(OffsetDateTime stored) => stored.UtcTicks;
}

internal readonly struct GuidForm : IComparisonForm<GuidBytes, UInt128>
{
    public static UInt128 Of(GuidBytes stored) => new(stored.High, stored.Low);
}

/// <summary>Values within an interval, compared as many at a time as the processor can.</summary>
internal sealed class VectorIntervalMatcher<T>(Interval<T> interval) : FixedMatcher<T>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    private readonly Interval<T> _interval = interval;

    public override double RowCost => 1;

    public override ValueMatcher? Intersect(ValueMatcher other) => other is VectorIntervalMatcher<T> same
        ? new VectorIntervalMatcher<T>(_interval.Intersect(same._interval))
        : null;

    // Lanes become bits through their sign bits; smaller registers and single values take what larger ones leave over, or all where there
    // are none.
    protected override ulong Word(ReadOnlySpan<T> values)
    {
        ulong found = 0;
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<T> min = Vector512.Create(_interval.Min);
            Vector512<T> max = Vector512.Create(_interval.Max);
            for (; i <= values.Length - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                var lanes = Vector512.Create(values[i..]);
                Vector512<T> within = Vector512.GreaterThanOrEqual(lanes, min) & Vector512.LessThanOrEqual(lanes, max);
                found |= within.ExtractMostSignificantBits() << i;
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<T> min = Vector256.Create(_interval.Min);
            Vector256<T> max = Vector256.Create(_interval.Max);
            for (; i <= values.Length - Vector256<T>.Count; i += Vector256<T>.Count)
            {
                var lanes = Vector256.Create(values[i..]);
                Vector256<T> within = Vector256.GreaterThanOrEqual(lanes, min) & Vector256.LessThanOrEqual(lanes, max);
                found |= (ulong)within.ExtractMostSignificantBits() << i;
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            Vector128<T> min = Vector128.Create(_interval.Min);
            Vector128<T> max = Vector128.Create(_interval.Max);
            for (; i <= values.Length - Vector128<T>.Count; i += Vector128<T>.Count)
            {
                var lanes = Vector128.Create(values[i..]);
                Vector128<T> within = Vector128.GreaterThanOrEqual(lanes, min) & Vector128.LessThanOrEqual(lanes, max);
                found |= (ulong)within.ExtractMostSignificantBits() << i;
            }
        }

        for (; i < values.Length; i++)
            found |= (values[i] >= _interval.Min & values[i] <= _interval.Max ? 1UL : 0) << i;
        return found;
    }
}

/// <summary>Values within an interval, compared in another form than the stored one.</summary>
internal sealed class IntervalMatcher<TStored, TCompared, TForm>(Interval<TCompared> interval) : FixedMatcher<TStored>
    where TStored : unmanaged
    where TCompared : unmanaged, IComparisonOperators<TCompared, TCompared, bool>
    where TForm : struct, IComparisonForm<TStored, TCompared>
{
    private readonly Interval<TCompared> _interval = interval;

    public override double RowCost => 6;

    public override ValueMatcher? Intersect(ValueMatcher other) => other is IntervalMatcher<TStored, TCompared, TForm> same
        ? new IntervalMatcher<TStored, TCompared, TForm>(_interval.Intersect(same._interval))
        : null;

    protected override ulong Word(ReadOnlySpan<TStored> values)
    {
        ulong found = 0;
        for (int i = 0; i < values.Length; i++)
        {
            TCompared value = TForm.Of(values[i]);
            found |= (value >= _interval.Min & value <= _interval.Max ? 1UL : 0) << i;
        }

        return found;
    }
}

/// <summary>Values that are among a few, compared with each as many at a time as the processor can.</summary>
internal sealed class VectorSetMatcher<T>(T[] set) : FixedMatcher<T>
    where T : unmanaged, IEqualityOperators<T, T, bool>
{
    /// <summary>With more values than these, looking each up is faster.</summary>
    public const int MaxCount = 16;

    public override double RowCost => set.Length;

    // As in VectorIntervalMatcher: the largest registers, then smaller ones, then single values.
    protected override ulong Word(ReadOnlySpan<T> values)
    {
        ulong found = 0;
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i <= values.Length - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                var lanes = Vector512.Create(values[i..]);
                Vector512<T> equal = Vector512<T>.Zero;
                foreach (T value in set)
                    equal |= Vector512.Equals(lanes, Vector512.Create(value));
                found |= equal.ExtractMostSignificantBits() << i;
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= values.Length - Vector256<T>.Count; i += Vector256<T>.Count)
            {
                var lanes = Vector256.Create(values[i..]);
                Vector256<T> equal = Vector256<T>.Zero;
                foreach (T value in set)
                    equal |= Vector256.Equals(lanes, Vector256.Create(value));
                found |= (ulong)equal.ExtractMostSignificantBits() << i;
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= values.Length - Vector128<T>.Count; i += Vector128<T>.Count)
            {
                var lanes = Vector128.Create(values[i..]);
                Vector128<T> equal = Vector128<T>.Zero;
                foreach (T value in set)
                    equal |= Vector128.Equals(lanes, Vector128.Create(value));
                found |= (ulong)equal.ExtractMostSignificantBits() << i;
            }
        }

        for (; i < values.Length; i++)
        {
            foreach (T value in set)
                found |= (values[i] == value ? 1UL : 0) << i;
        }

        return found;
    }
}

/// <summary>Values that are in a set.</summary>
internal sealed class SetMatcher<TStored, TCompared, TForm>(HashSet<TCompared> set) : FixedMatcher<TStored>
    where TStored : unmanaged
    where TCompared : unmanaged
    where TForm : struct, IComparisonForm<TStored, TCompared>
{
    public override double RowCost => 15;

    protected override ulong Word(ReadOnlySpan<TStored> values)
    {
        ulong found = 0;
        for (int i = 0; i < values.Length; i++)
            found |= (set.Contains(TForm.Of(values[i])) ? 1UL : 0) << i;
        return found;
    }
}

using System.Numerics;

namespace Zvec.Engine.Filters.Values;

/// <summary>The values from <see cref="Min"/> to <see cref="Max"/>, both included; none when the first is the greater. Every comparison
/// with a value is one, as each type has a next and a previous value.</summary>
/// <typeparam name="T">The type in which values of a field are compared.</typeparam>
internal readonly record struct Interval<T>(T Min, T Max)
    where T : IComparisonOperators<T, T, bool>
{
    // Written so that an unordered pair, a NaN, is empty.
    public bool IsEmpty => !(Min <= Max);

    /// <summary>The values that are in both.</summary>
    public Interval<T> Intersect(Interval<T> other) => new(Min >= other.Min ? Min : other.Min, Max <= other.Max ? Max : other.Max);
}

/// <summary>Turns a comparison with any number into the interval of a type's values for which it holds.</summary>
internal static class Intervals
{
    private const int MaxDecimalScale = 28;

    private static readonly BigInteger MaxDecimalMantissa = (BigInteger.One << 96) - 1;

    /// <summary>The numbers of an integer type between <paramref name="min"/> and <paramref name="max"/> that compare so.</summary>
    public static Interval<T> OfInteger<T>(Comparison comparison, ExactNumber value, T min, T max)
        where T : IBinaryInteger<T>
    {
        BigInteger least = BigInteger.CreateChecked(min);
        BigInteger greatest = BigInteger.CreateChecked(max);
        if (!value.IsFinite)
        {
            bool holds = value.Near > 0 ? comparison is Comparison.Less or Comparison.LessOrEqual
                : value.Near < 0 && comparison is Comparison.Greater or Comparison.GreaterOrEqual;
            return holds ? new Interval<T>(min, max) : Empty(T.One, T.Zero);
        }

        BigInteger low = comparison switch
        {
            Comparison.Equal or Comparison.GreaterOrEqual => value.Ceiling,
            Comparison.Greater => value.Floor + 1,
            _ => least,
        };
        BigInteger high = comparison switch
        {
            Comparison.Equal or Comparison.LessOrEqual => value.Floor,
            Comparison.Less => value.Ceiling - 1,
            _ => greatest,
        };
        low = BigInteger.Max(low, least);
        high = BigInteger.Min(high, greatest);
        return low > high ? Empty(T.One, T.Zero) : new Interval<T>(T.CreateChecked(low), T.CreateChecked(high));
    }

    /// <summary>The floating-point numbers that compare so; never a NaN.</summary>
    public static Interval<T> OfFloat<T>(Comparison comparison, ExactNumber value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (value.IsNaN)
            return Empty(T.One, T.Zero);
        return comparison switch
        {
            Comparison.Equal => new Interval<T>(AtLeast<T>(value, 0), AtMost<T>(value, 0)),
            Comparison.Less => new Interval<T>(T.NegativeInfinity, AtMost<T>(value, -1)),
            Comparison.LessOrEqual => new Interval<T>(T.NegativeInfinity, AtMost<T>(value, 0)),
            Comparison.Greater => new Interval<T>(AtLeast<T>(value, 1), T.PositiveInfinity),
            _ => new Interval<T>(AtLeast<T>(value, 0), T.PositiveInfinity),
        };
    }

    /// <summary>The decimals that compare so.</summary>
    public static Interval<decimal> OfDecimal(Comparison comparison, ExactNumber value)
    {
        if (!value.IsFinite)
        {
            return OfInteger(comparison, value, 0, 1).IsEmpty
                ? Empty(decimal.One, decimal.Zero)
                : new Interval<decimal>(decimal.MinValue, decimal.MaxValue);
        }

        decimal? low = comparison switch
        {
            Comparison.Equal or Comparison.GreaterOrEqual => -DecimalAtMost(-value.Numerator, value.Denominator, strictly: false),
            Comparison.Greater => -DecimalAtMost(-value.Numerator, value.Denominator, strictly: true),
            _ => decimal.MinValue,
        };
        decimal? high = comparison switch
        {
            Comparison.Equal or Comparison.LessOrEqual => DecimalAtMost(value.Numerator, value.Denominator, strictly: false),
            Comparison.Less => DecimalAtMost(value.Numerator, value.Denominator, strictly: true),
            _ => decimal.MaxValue,
        };
        return low is { } min && high is { } max ? new Interval<decimal>(min, max) : Empty(decimal.One, decimal.Zero);
    }

    private static Interval<T> Empty<T>(T min, T max)
        where T : IComparisonOperators<T, T, bool>
        => new(min, max);

    /// <summary>The greatest number whose order to the value is at most <paramref name="order"/> (0: not above it, −1: below it); NaN when
    /// there is none.</summary>
    private static T AtMost<T>(ExactNumber value, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T number = T.CreateSaturating(value.Near);
        while (Order(number, value) > order)
        {
            if (T.IsNegativeInfinity(number))
                return T.NaN;
            number = T.BitDecrement(number);
        }

        while (!T.IsPositiveInfinity(number) && Order(T.BitIncrement(number), value) <= order)
            number = T.BitIncrement(number);
        return number;
    }

    private static T AtLeast<T>(ExactNumber value, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T number = T.CreateSaturating(value.Near);
        while (Order(number, value) < order)
        {
            if (T.IsPositiveInfinity(number))
                return T.NaN;
            number = T.BitIncrement(number);
        }

        while (!T.IsNegativeInfinity(number) && Order(T.BitDecrement(number), value) >= order)
            number = T.BitDecrement(number);
        return number;
    }

    private static int Order<T>(T number, ExactNumber value)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Math.Sign(ExactNumber.FromReal(double.CreateChecked(number)).CompareTo(value));

    /// <summary>The greatest decimal not above, or strictly below, a fraction; null when there is none.</summary>
    /// <remarks>A decimal is a whole number of up to 96 bits divided by a power of ten up to 28: the best of each power is
    /// compared.</remarks>
    private static decimal? DecimalAtMost(BigInteger numerator, BigInteger denominator, bool strictly)
    {
        decimal? best = null;
        for (int scale = 0; scale <= MaxDecimalScale; scale++)
        {
            BigInteger scaled = numerator * BigInteger.Pow(10, scale);
            var exact = BigInteger.DivRem(scaled, denominator, out BigInteger remainder);
            BigInteger mantissa = remainder.Sign < 0 || strictly && remainder.IsZero ? exact - 1 : exact;
            if (mantissa < -MaxDecimalMantissa)
                continue;
            mantissa = BigInteger.Min(mantissa, MaxDecimalMantissa);
            decimal candidate = ToDecimal(mantissa, (byte)scale);
            if (best is null || candidate > best)
                best = candidate;
        }

        return best;
    }

    private static decimal ToDecimal(BigInteger mantissa, byte scale)
    {
        var bits = (UInt128)BigInteger.Abs(mantissa);
        return new decimal((int)(uint)bits, (int)(uint)(bits >> 32), (int)(uint)(bits >> 64), mantissa.Sign < 0, scale);
    }
}

using System.Globalization;
using System.Numerics;

namespace Zvec.Engine.Filters;

/// <summary>A number without rounding: a fraction, an infinity or not a number. Whatever the type of a field and of the value it is compared with, the comparison is
/// that of the two numbers.</summary>
internal readonly struct ExactNumber
{
    /// <summary>The longest number in text.</summary>
    public const int MaxTextLength = 1000;

    private const int MaxExponent = 2000;

    private ExactNumber(BigInteger numerator, BigInteger denominator, double near)
    {
        Numerator = numerator;
        Denominator = denominator;
        Near = near;
    }

    public BigInteger Numerator { get; }

    /// <summary>Greater than 0.</summary>
    public BigInteger Denominator { get; }

    /// <summary>A double within a few steps of the number; where it is not finite, the number itself when <see cref="IsFinite"/> is false.</summary>
    public double Near { get; }

    public bool IsFinite => !Denominator.IsZero;

    public bool IsNaN => !IsFinite && double.IsNaN(Near);

    public BigInteger Floor => FloorOf(Numerator, Denominator);

    public BigInteger Ceiling => -FloorOf(-Numerator, Denominator);

    /// <summary>Takes a value of any numeric CLR type, an enum as its number.</summary>
    public static bool TryFrom(object value, out ExactNumber number)
    {
        number = default;
        ExactNumber? found = value switch
        {
            sbyte or byte or short or ushort or int or uint or long => From(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            ulong large => From(large),
            Int128 large => From(large),
            UInt128 large => From((BigInteger)large),
            BigInteger large => From(large),
            nint native => From(native),
            nuint native => From(native),
            float real => FromReal((double)real),
            double real => FromReal(real),
            Half real => FromReal((double)real),
            decimal real => FromReal(real),
            Enum => value is IConvertible convertible && convertible.GetTypeCode() == TypeCode.UInt64
                ? From(convertible.ToUInt64(CultureInfo.InvariantCulture))
                : From(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            NumberLiteral literal when TryParse(literal.Text, out ExactNumber parsed) => parsed,
            _ => null,
        };
        if (found is not { } exact)
            return false;
        number = exact;
        return true;
    }

    public static ExactNumber From(BigInteger value) => new(value, BigInteger.One, (double)value);

    public static ExactNumber FromReal(double value)
    {
        if (!double.IsFinite(value))
            return new ExactNumber(default, default, value);

        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52 & 0x7FF);
        BigInteger mantissa = exponent == 0 ? bits & 0xFFFFFFFFFFFFF : bits & 0xFFFFFFFFFFFFF | 1L << 52;
        int power = Math.Max(exponent, 1) - 1075;
        if (bits < 0)
            mantissa = -mantissa;
        return power >= 0
            ? new ExactNumber(mantissa << power, BigInteger.One, value)
            : new ExactNumber(mantissa, BigInteger.One << -power, value);
    }

    /// <summary>Reads <c>-12.5e-3</c> and the like, without rounding.</summary>
    public static bool TryParse(string text, out ExactNumber number)
    {
        number = default;
        if (text.Length > MaxTextLength)
            return false;
        ReadOnlySpan<char> rest = text;
        int exponentAt = rest.IndexOfAny('e', 'E');
        BigInteger exponent = BigInteger.Zero;
        if (exponentAt >= 0)
        {
            if (!BigInteger.TryParse(rest[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
                return false;
            rest = rest[..exponentAt];
        }

        int point = rest.IndexOf('.');
        int scale = point < 0 ? 0 : rest.Length - point - 1;
        string digits = point < 0 ? rest.ToString() : string.Concat(rest[..point], rest[(point + 1)..]);
        if (point >= 0 && (scale == 0 || !char.IsAsciiDigit(rest[point + 1]))
            || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger mantissa)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double near))
        {
            return false;
        }

        // Beyond this exponent every number is beyond, or nearer to zero than, all that a field can hold.
        int power = (int)BigInteger.Clamp(exponent, -MaxExponent, MaxExponent) - scale;
        number = power >= 0
            ? new ExactNumber(mantissa * BigInteger.Pow(10, power), BigInteger.One, near)
            : new ExactNumber(mantissa, BigInteger.Pow(10, -power), near);
        return true;
    }

    /// <summary>Compares with a number that is not NaN, as this must not be either.</summary>
    public int CompareTo(ExactNumber other)
    {
        if (IsFinite && other.IsFinite)
            return (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);
        double left = IsFinite ? 0 : Near;
        double right = other.IsFinite ? 0 : other.Near;
        return left.CompareTo(right);
    }

    private static ExactNumber FromReal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger mantissa = new UInt128((uint)bits[2], (ulong)(uint)bits[1] << 32 | (uint)bits[0]);
        return new ExactNumber(value < 0 ? -mantissa : mantissa, BigInteger.Pow(10, bits[3] >> 16 & 0xFF), (double)value);
    }

    private static BigInteger FloorOf(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }
}

using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Zvec.Engine.Filters;

namespace Zvec.Engine.Tests.Filters;

/// <summary>What a filter means, said as plainly as possible: one document at a time, on CLR values.</summary>
internal static class FilterModel
{
    private static readonly BigInteger FixedPoint = BigInteger.Pow(2, 60) * BigInteger.Pow(10, 28);

    private static readonly ConcurrentDictionary<object, BigInteger> Known = new();

    public static bool Matches(Filter filter, Document document) => filter switch
    {
        AllFilter => true,
        AndFilter and => and.Operands.All(operand => Matches(operand, document)),
        OrFilter or => or.Operands.Any(operand => Matches(operand, document)),
        NotFilter not => !Matches(not.Operand, document),
        ElementFilter element => document[element.Field] is Array array
            && array.Cast<object?>().Any(item => Matches(element.Condition, new Document("element") { [element.Field] = item })),
        FieldFilter field => Matches(field, field.Field == "id" ? document.Key.Value : document[field.Field]),
        _ => throw new ArgumentException(filter.ToString()),
    };

    private static bool Matches(FieldFilter filter, object? value) => filter switch
    {
        NullFilter => value is null,
        _ when value is null => false,
        CompareFilter { Comparison: Comparison.Equal } compare when value is Array array =>
            array.Cast<object?>().SequenceEqual(((IEnumerable)compare.Value).Cast<object?>(), Elements.Instance),
        CompareFilter compare => Holds(compare.Comparison, Order(value, compare.Value)),
        InFilter any => any.Values.Any(item => Order(value, item) == 0),
        LikeFilter like => Regex.IsMatch((string)value, ToRegex(like.Pattern), RegexOptions.CultureInvariant),
        ArrayFilter { HasAll: true } all => all.Values.All(item => Contains(value, item)),
        ArrayFilter any => any.Values.Any(item => Contains(value, item)),
        ArrayLengthFilter length => Holds(length.Comparison, ((Array)value).Length.CompareTo(length.Length)),
        _ => throw new ArgumentException(filter.ToString()),
    };

    private static bool Contains(object array, object? item) =>
        ((IEnumerable)array).Cast<object?>().Any(element => Elements.Instance.Equals(element, item));

    private static bool Holds(Comparison comparison, int? order) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };

    /// <summary>The order of two values; null when there is none, as with NaN.</summary>
    private static int? Order(object left, object right) => (left, right) switch
    {
        (string a, string b) => a.EnumerateRunes().Select(rune => rune.Value).ToArray().AsSpan()
            .SequenceCompareTo(b.EnumerateRunes().Select(rune => rune.Value).ToArray()),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        (DateTime a, DateTime b) => a.Ticks.CompareTo(b.Ticks),
        (DateTimeOffset a, DateTimeOffset b) => a.UtcTicks.CompareTo(b.UtcTicks),
        (DateOnly a, DateOnly b) => a.CompareTo(b),
        (TimeOnly a, TimeOnly b) => a.CompareTo(b),
        (Guid a, Guid b) => a.CompareTo(b),
        _ => OrderNumbers(left, right),
    };

    private static int? OrderNumbers(object left, object right)
    {
        double? leftReal = ToReal(left);
        double? rightReal = ToReal(right);
        if (leftReal is double.NaN || rightReal is double.NaN)
            return null;
        if (leftReal is { } a && !double.IsFinite(a) || rightReal is { } b && !double.IsFinite(b))
            return (leftReal is { } x && double.IsInfinity(x) ? x : 0).CompareTo(rightReal is { } y && double.IsInfinity(y) ? y : 0);
        return Known.GetOrAdd(left, ToFixedPoint).CompareTo(Known.GetOrAdd(right, ToFixedPoint));
    }

    private static double? ToReal(object number) => number switch
    {
        double real => real,
        float real => real,
        Half real => (double)real,
        _ => null,
    };

    /// <summary>Exact for what the tests use: numbers without bits below 2^-60, and decimals.</summary>
    private static BigInteger ToFixedPoint(object number) => number switch
    {
        double real when Math.Abs(real) > 1e200 => new BigInteger(real) * FixedPoint,
        double real => new BigInteger(real * Math.Pow(2, 60)) * BigInteger.Pow(10, 28),
        float real => ToFixedPoint((double)real),
        Half real => ToFixedPoint((double)real),
        decimal real => BigInteger.Pow(2, 60) * BigInteger.Parse(
            real.ToString("F28", CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
        BigInteger integer => integer * FixedPoint,
        Enum value => ToFixedPoint(Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture)),
        _ => FixedPoint * BigInteger.Parse(
            ((IFormattable)number).ToString(null, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
    };

    private static string ToRegex(string pattern)
    {
        var regex = new StringBuilder(@"\A");
        for (int i = 0; i < pattern.Length; i++)
        {
            char character = pattern[i];
            if (character == '%')
                regex.Append(@"[\s\S]*");
            else if (character == '_')
                regex.Append(@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\uD800-\uDFFF])");
            else
                regex.Append(
                    CultureInfo.InvariantCulture, $@"\u{(int)(character == '\\' && i + 1 < pattern.Length ? pattern[++i] : character):X4}");
        }

        return regex.Append(@"\z").ToString();
    }

    private sealed class Elements : IEqualityComparer<object?>
    {
        public static readonly Elements Instance = new();

        public new bool Equals(object? x, object? y) => x is null || y is null ? x is null && y is null : Order(x, y) == 0;

        public int GetHashCode(object obj) => 0;
    }
}

using System.Collections;
using System.Globalization;
using System.Text;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Documents as text that is the same exactly when they are; what is null is left out.</summary>
internal static class DocumentText
{
    public static string Of(Document document)
    {
        var text = new StringBuilder(document.Key.ToString());
        foreach ((string name, object? value) in document.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (value is not null)
                text.Append('|').Append(name).Append('=').Append(OfValue(value));
        }

        return text.ToString();
    }

    private static string OfValue(object? value) => value switch
    {
        null => "null",
        string one => one,
        float one => BitConverter.SingleToInt32Bits(one).ToString("x", CultureInfo.InvariantCulture),
        Half one => BitConverter.HalfToInt16Bits(one).ToString("x", CultureInfo.InvariantCulture),
        double one => BitConverter.DoubleToInt64Bits(one).ToString("x", CultureInfo.InvariantCulture),
        decimal one => string.Join('.', decimal.GetBits(one)),
        DateTime one => one.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset one => one.ToString("O", CultureInfo.InvariantCulture),
        ReadOnlyMemory<float> vector => OfValue(vector.ToArray()),
        ReadOnlyMemory<Half> vector => OfValue(vector.ToArray()),
        ReadOnlyMemory<sbyte> vector => OfValue(vector.ToArray()),
        ReadOnlyMemory<byte> bits => OfValue(bits.ToArray()),
        SparseVector vector => OfValue(vector.Indices.ToArray()) + OfValue(vector.Values.ToArray()),
        IEnumerable elements => $"[{string.Join(';', elements.Cast<object?>().Select(OfValue))}]",
        IFormattable one => one.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}

using System.Collections;
using System.Globalization;

namespace Zvec.Engine.Tests.Golden;

/// <summary>A document as text from which every bit of it can be told: equal documents have equal text, and a test that fails shows where
/// they differ.</summary>
internal static class DocumentText
{
    public static string Of(Document document) =>
        $"{document.Key.Type} {document.Key}: "
        + string.Join(
            "; ", document.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key} = {Of(value.Value)}"));

    /// <summary>All documents by their text.</summary>
    public static string[] Of(IEnumerable<Document> documents) => [.. documents.Select(Of).Order(StringComparer.Ordinal)];

    private static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        float number => $"float {BitConverter.SingleToInt32Bits(number):x}",
        double number => $"double {BitConverter.DoubleToInt64Bits(number):x}",
        decimal number => $"decimal {string.Join(' ', decimal.GetBits(number))}",
        DateTime time => $"{time.Kind} {time.Ticks}",
        DateTimeOffset time => $"{time.Ticks} {time.Offset}",
        TimeOnly time => $"time {time.Ticks}",
        ReadOnlyMemory<float> vector => $"vector {Of(vector.ToArray())}",
        ReadOnlyMemory<Half> vector => $"halves {Of(Array.ConvertAll(vector.ToArray(), item => (float)item))}",
        ReadOnlyMemory<sbyte> vector => $"bytes {Of(vector.ToArray())}",
        ReadOnlyMemory<byte> bits => $"bits {Of(bits.ToArray())}",
        SparseVector vector => $"sparse {Of(vector.Indices.ToArray())} {Of(vector.Values.ToArray())}",
        IEnumerable items => $"{value.GetType().Name} [{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        IFormattable other => $"{value.GetType().Name} {other.ToString(null, CultureInfo.InvariantCulture)}",
        _ => $"{value.GetType().Name} {value}",
    };
}

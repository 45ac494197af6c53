using System.Collections;

namespace Zvec.Engine.Copying;

/// <summary>Guesses the memory that a document takes, to within a small factor: enough to keep batches small.</summary>
internal static class DocumentSize
{
    private const int PerValue = 32;
    private const int WidestElement = 16;

    public static long Estimate(Document document)
    {
        long bytes = PerValue;
        foreach ((string _, object? value) in document)
            bytes += PerValue + Estimate(value);
        return bytes;
    }

    private static long Estimate(object? value) => value switch
    {
        string text => text.Length * sizeof(char),
        byte[] blob => blob.Length,
        ReadOnlyMemory<float> vector => vector.Length * (long)sizeof(float),
        ReadOnlyMemory<Half> vector => vector.Length * 2L,
        ReadOnlyMemory<sbyte> vector => vector.Length,
        ReadOnlyMemory<byte> bits => bits.Length,
        SparseVector vector => vector.Count * 8L,
        string?[] texts => texts.Sum(text => PerValue + Estimate(text)),
        byte[]?[] blobs => blobs.Sum(blob => PerValue + Estimate(blob)),
        ICollection items => items.Count * (long)WidestElement,
        _ => 0,
    };
}

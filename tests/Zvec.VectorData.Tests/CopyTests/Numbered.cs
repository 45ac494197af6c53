using Microsoft.Extensions.VectorData;

namespace Zvec.VectorData.Tests.CopyTests;

/// <summary>A record with a key that can be compared, and a vector as it is.</summary>
public sealed class Numbered
{
    [VectorStoreKey]
    public int Id { get; set; }

    [VectorStoreData]
    public string Text { get; set; } = "";

    [VectorStoreVector(3)]
    public ReadOnlyMemory<float> Vector { get; set; }

    public static Numbered Of(int id, string text = "a text") =>
        new() { Id = id, Text = text, Vector = new float[] { id, 1, 0.5f } };
}

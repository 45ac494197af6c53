using Microsoft.Extensions.VectorData;

namespace Zvec.VectorData.Tests.CopyTests;

/// <summary>A record with a key that stores do not compare, whose vector is made of its text.</summary>
public sealed class Named
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData]
    public string Text { get; set; } = "";

    [VectorStoreVector(3)]
    public string Vector => Text;
}

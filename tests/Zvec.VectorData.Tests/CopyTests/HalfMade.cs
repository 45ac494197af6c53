using Microsoft.Extensions.VectorData;

namespace Zvec.VectorData.Tests.CopyTests;

/// <summary>A record with a vector that is made, and one that is given.</summary>
public sealed class HalfMade
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreVector(3)]
    public string Made => Id;

    [VectorStoreVector(3)]
    public ReadOnlyMemory<float> Given { get; set; }
}

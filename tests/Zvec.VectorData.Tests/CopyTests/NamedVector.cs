using Microsoft.Extensions.VectorData;

namespace Zvec.VectorData.Tests.CopyTests;

/// <summary>The same record with the vector itself.</summary>
public sealed class NamedVector
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData]
    public string Text { get; set; } = "";

    [VectorStoreVector(3)]
    public ReadOnlyMemory<float> Vector { get; set; }
}

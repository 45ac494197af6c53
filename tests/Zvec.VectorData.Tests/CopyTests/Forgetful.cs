using Microsoft.Extensions.VectorData;

namespace Zvec.VectorData.Tests.CopyTests;

/// <summary>The same record, which does not know what its vector was made of once it was stored.</summary>
public sealed class Forgetful
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreVector(3)]
    public string Vector { get; set; } = "";
}

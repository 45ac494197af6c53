using Zvec.Engine;
using Zvec.VectorData.Tests.TypeTests;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="KeyTypeTests"/> over partitions.</summary>
public sealed class PartitionedKeyTypeTests : KeyTypeTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

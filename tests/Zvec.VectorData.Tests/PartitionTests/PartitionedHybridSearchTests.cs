using Zvec.Engine;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="HybridSearchTests"/> over partitions.</summary>
public sealed class PartitionedHybridSearchTests : HybridSearchTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

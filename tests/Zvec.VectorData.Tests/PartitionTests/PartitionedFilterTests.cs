using Zvec.Engine;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="FilterTests"/> over partitions.</summary>
public sealed class PartitionedFilterTests : FilterTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

using Zvec.Engine;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="SharingTests"/> over partitions.</summary>
public sealed class PartitionedSharingTests : SharingTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

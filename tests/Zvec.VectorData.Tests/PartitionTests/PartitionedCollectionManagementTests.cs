using Zvec.Engine;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="CollectionManagementTests"/> over partitions.</summary>
public sealed class PartitionedCollectionManagementTests : CollectionManagementTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

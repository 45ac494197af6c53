using Zvec.Engine;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="SparseVectorTests"/> over partitions.</summary>
public sealed class PartitionedSparseVectorTests : SparseVectorTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

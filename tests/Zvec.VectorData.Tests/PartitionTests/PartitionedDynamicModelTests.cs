using Zvec.Engine;
using Zvec.VectorData.Tests.ModelTests;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="DynamicModelTests"/> over partitions.</summary>
public sealed class PartitionedDynamicModelTests : DynamicModelTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

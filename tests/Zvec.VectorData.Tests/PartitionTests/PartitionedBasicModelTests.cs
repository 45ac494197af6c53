using Zvec.Engine;
using Zvec.VectorData.Tests.ModelTests;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="BasicModelTests"/> over partitions.</summary>
public sealed class PartitionedBasicModelTests : BasicModelTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

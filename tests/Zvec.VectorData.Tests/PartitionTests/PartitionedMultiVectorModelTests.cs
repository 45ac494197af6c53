using Zvec.Engine;
using Zvec.VectorData.Tests.ModelTests;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="MultiVectorModelTests"/> over partitions.</summary>
public sealed class PartitionedMultiVectorModelTests : MultiVectorModelTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

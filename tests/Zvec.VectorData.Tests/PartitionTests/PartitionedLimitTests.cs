using Zvec.Engine;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="LimitTests"/> over partitions.</summary>
public sealed class PartitionedLimitTests : LimitTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

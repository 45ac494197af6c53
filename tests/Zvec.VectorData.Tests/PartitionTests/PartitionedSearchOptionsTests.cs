using Zvec.Engine;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="SearchOptionsTests"/> over partitions.</summary>
public sealed class PartitionedSearchOptionsTests : SearchOptionsTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

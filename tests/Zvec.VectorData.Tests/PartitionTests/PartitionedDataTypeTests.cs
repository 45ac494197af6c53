using Zvec.Engine;
using Zvec.VectorData.Tests.TypeTests;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="DataTypeTests"/> over partitions.</summary>
public sealed class PartitionedDataTypeTests : DataTypeTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

using Zvec.Engine;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary>Random filters on records that are partitioned by a value that may be null, also filters on that value.</summary>
public sealed class PartitionedRandomFilterTests : RandomFilterTests
{
    protected override PartitionBy? Partitioning => PartitionBy.Field("Maybe");
}

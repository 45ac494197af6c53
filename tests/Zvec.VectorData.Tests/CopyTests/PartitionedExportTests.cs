using Zvec.Engine;

namespace Zvec.VectorData.Tests.CopyTests;

/// <summary>The same with partitions on either side.</summary>
public sealed class PartitionedExportTests : ExportTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);
}

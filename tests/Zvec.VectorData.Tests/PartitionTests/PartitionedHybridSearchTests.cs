using Microsoft.Extensions.VectorData;
using Zvec.Engine;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary><see cref="HybridSearchTests"/> over partitions.</summary>
public sealed class PartitionedHybridSearchTests : HybridSearchTests
{
    protected override PartitionBy? Partitioning => PartitionBy.KeyHash(3);

    /// <summary>Schemas of partitioned collections do not change.</summary>
    public override async Task A_text_index_that_the_collection_lacks_is_named_and_added()
    {
        var exception = await Assert.ThrowsAsync<VectorStoreException>(base.A_text_index_that_the_collection_lacks_is_named_and_added);
        Assert.Equal(ZvecErrorCode.NotSupported, Assert.IsType<ZvecException>(exception.InnerException).Code);
        Assert.Contains("index of field", exception.Message, StringComparison.Ordinal);
    }
}

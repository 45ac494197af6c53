namespace Zvec.VectorData.Tests;

/// <summary>The official suite for connectors has fifteen families; each has a class of that name here.</summary>
public sealed class ConformanceFamilyTests
{
    [Theory]
    [InlineData("CollectionManagement")]
    [InlineData("DependencyInjection")]
    [InlineData("DistanceFunction")]
    [InlineData("EmbeddingGeneration")]
    [InlineData("Filter")]
    [InlineData("HybridSearch")]
    [InlineData("IndexKind")]
    [InlineData("BasicModel")]
    [InlineData("DynamicModel")]
    [InlineData("MultiVectorModel")]
    [InlineData("NoDataModel")]
    [InlineData("NoVectorModel")]
    [InlineData("DataType")]
    [InlineData("EmbeddingType")]
    [InlineData("KeyType")]
    public void Family_is_tested(string family) =>
        Assert.Contains(typeof(ConformanceFamilyTests).Assembly.GetTypes(), type => type.Name == family + "Tests");
}

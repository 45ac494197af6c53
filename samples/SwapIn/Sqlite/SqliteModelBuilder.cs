using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Zvec.Samples.SwapIn.Sqlite;

/// <summary>Which records this store can keep.</summary>
internal sealed class SqliteModelBuilder()
    : CollectionModelBuilder(new CollectionModelBuildingOptions { RequiresAtLeastOneVector = true, SupportsMultipleVectors = false })
{
    protected override bool SupportsKeyAutoGeneration(Type keyPropertyType) => false;

    protected override void ValidateProperty(PropertyModel propertyModel, VectorStoreCollectionDefinition? definition)
    {
        base.ValidateProperty(propertyModel, definition);
        if (propertyModel is VectorPropertyModel { DistanceFunction: not (null or DistanceFunction.CosineSimilarity) } vector)
            throw new NotSupportedException($"This store compares vectors by cosine similarity, not by {vector.DistanceFunction}.");
    }

    // Records are JSON, which takes any type.
    protected override bool IsDataPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = null;
        return true;
    }

    protected override bool IsVectorPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = "ReadOnlyMemory<float>";
        return type == typeof(ReadOnlyMemory<float>);
    }
}

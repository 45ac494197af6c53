using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Zvec.VectorData.Mapping;

/// <summary>Builds the model of a record from its class or definition, and refuses what a collection cannot hold.</summary>
internal sealed class ZvecModelBuilder()
    : CollectionModelBuilder(new CollectionModelBuildingOptions { RequiresAtLeastOneVector = false, SupportsMultipleVectors = true })
{
    /// <inheritdoc/>
    protected override IReadOnlyList<EmbeddingGenerationDispatcher> EmbeddingGenerationDispatchers { get; } =
    [
        EmbeddingGenerationDispatcher.Create<Embedding<float>>(),
        EmbeddingGenerationDispatcher.Create<Embedding<Half>>(),
        EmbeddingGenerationDispatcher.Create<Embedding<sbyte>>(),
        EmbeddingGenerationDispatcher.Create<BinaryEmbedding>(),
    ];

    /// <inheritdoc/>
    protected override void ValidateKeyProperty(KeyPropertyModel keyProperty)
    {
        base.ValidateKeyProperty(keyProperty);
        if (!KeyCodec.IsSupported(keyProperty.Type))
        {
            throw new NotSupportedException(
                $"Key property '{keyProperty.ModelName}' has unsupported type '{keyProperty.Type.Name}'. Keys must be one of the "
                + $"supported types: {KeyCodec.SupportedTypes}.");
        }
    }

    /// <inheritdoc/>
    protected override void ValidateProperty(PropertyModel propertyModel, VectorStoreCollectionDefinition? definition)
    {
        base.ValidateProperty(propertyModel, definition);
        switch (propertyModel)
        {
            case DataPropertyModel { IsFullTextIndexed: true } data when data.Type != typeof(string):
                throw new NotSupportedException(
                    $"Property '{data.ModelName}' has type '{data.Type.Name}' and is full-text indexed. Only string properties can be.");
            case VectorPropertyModel vector:
                VectorIndexes.Validate(vector);
                break;
        }
    }

    /// <inheritdoc/>
    protected override bool IsDataPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = FieldCodecs.SupportedTypes;
        return FieldCodecs.TryGet(type, out _);
    }

    /// <inheritdoc/>
    protected override bool IsVectorPropertyTypeValid(Type type, [NotNullWhen(false)] out string? supportedTypes)
    {
        supportedTypes = VectorCodec.SupportedTypes;
        return VectorCodec.TryGet(type, out _);
    }
}

using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <summary>Keeps index settings in the definition of a vector property, as annotations that other stores take no notice of.</summary>
/// <remarks>
/// The keys in <see cref="VectorStoreProperty.ProviderAnnotations"/> are <c>Zvec:M</c>, <c>Zvec:EfConstruction</c>, <c>Zvec:NList</c> and
/// <c>Zvec:Threshold</c> with an <see cref="int"/>, <c>Zvec:Rotate</c> with a <see cref="bool"/>, and <c>Zvec:Quantization</c> with a
/// member of <see cref="Engine.Quantization"/> or its name. <see cref="ZvecCollectionOptions.VectorIndexes"/> goes before them, setting by
/// setting.
/// </remarks>
public static class ZvecVectorPropertyExtensions
{
    /// <summary>Sets the annotations of those settings that are not null; the others stay as they are.</summary>
    /// <typeparam name="TProperty">The class of the property.</typeparam>
    /// <param name="property">The property.</param>
    /// <param name="settings">The settings.</param>
    /// <returns>The property.</returns>
    public static TProperty WithZvecIndex<TProperty>(this TProperty property, ZvecVectorIndexSettings settings)
        where TProperty : VectorStoreVectorProperty
    {
        ArgumentNullException.ThrowIfNull(property);
        ArgumentNullException.ThrowIfNull(settings);
        property.ProviderAnnotations ??= [];
        foreach (IndexSetting setting in IndexSetting.All)
        {
            if (setting.Asked(settings) is { } value)
                property.ProviderAnnotations[setting.Annotation] = value;
        }

        return property;
    }
}

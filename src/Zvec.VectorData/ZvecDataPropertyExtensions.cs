using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <summary>Keeps the options of a text index in the definition of a data property, as an annotation that other stores take no notice of.
/// </summary>
/// <remarks>The key in <see cref="VectorStoreProperty.ProviderAnnotations"/> is <c>Zvec:TextIndex</c>, with a
/// <see cref="TextIndexOptions"/>. <see cref="ZvecCollectionOptions.TextIndexes"/> goes before it.</remarks>
public static class ZvecDataPropertyExtensions
{
    /// <summary>Sets the annotation, and that the property is full-text indexed.</summary>
    /// <param name="property">The property.</param>
    /// <param name="options">The options.</param>
    /// <returns>The property.</returns>
    public static VectorStoreDataProperty WithZvecTextIndex(this VectorStoreDataProperty property, TextIndexOptions options)
    {
        ArgumentNullException.ThrowIfNull(property);
        ArgumentNullException.ThrowIfNull(options);
        property.IsFullTextIndexed = true;
        property.ProviderAnnotations ??= [];
        property.ProviderAnnotations[TextIndexSettings.Annotation] = options;
        return property;
    }
}

using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>The options for the text indexes of a record's data properties: those of the collection's options, and where these leave
/// a property open, its annotation.</summary>
internal sealed class TextIndexSettings
{
    /// <summary>The key of the annotation.</summary>
    public const string Annotation = IndexSetting.Prefix + "TextIndex";

    private readonly Dictionary<string, TextIndexOptions> _byProperty = new(StringComparer.Ordinal);

    private TextIndexSettings()
    {
    }

    /// <summary>Gathers and checks the options.</summary>
    /// <exception cref="InvalidOperationException">Options are for what is no full-text indexed property of the record, or an annotation is
    /// unknown or has an unfit value.</exception>
    public static TextIndexSettings Create(IDictionary<string, TextIndexOptions>? options, RecordMapping mapping)
    {
        var settings = new TextIndexSettings();
        foreach (MappedField field in mapping.Fields)
        {
            DataPropertyModel property = field.Property;
            TextIndexOptions? asked = null;
            options?.TryGetValue(property.ModelName, out asked);
            if ((asked ?? Annotated(property)) is not { } found)
                continue;
            if (!property.IsFullTextIndexed)
            {
                throw new InvalidOperationException(
                    $"Property '{property.ModelName}' has options of a text index, but is not full-text indexed. Set IsFullTextIndexed.");
            }

            settings._byProperty.Add(property.ModelName, found);
        }

        foreach (string name in options?.Keys ?? [])
        {
            if (!settings._byProperty.ContainsKey(name))
            {
                throw new InvalidOperationException(
                    $"{nameof(ZvecCollectionOptions.TextIndexes)} has options for '{name}', which is not a data property of the record.");
            }
        }

        return settings;
    }

    /// <summary>The options for a property; null where they are left open.</summary>
    public TextIndexOptions? Of(DataPropertyModel property) => _byProperty.GetValueOrDefault(property.ModelName);

    private static TextIndexOptions? Annotated(DataPropertyModel property)
    {
        TextIndexOptions? found = null;
        foreach ((string key, object? value) in property.ProviderAnnotations ?? [])
        {
            if (!key.StartsWith(IndexSetting.Prefix, StringComparison.Ordinal) || value is null)
                continue;
            if (key != Annotation)
            {
                throw new InvalidOperationException(
                    $"Data property '{property.ModelName}' has the unknown annotation '{key}'. Use {Annotation}.");
            }

            found = value as TextIndexOptions ?? throw new InvalidOperationException(
                $"Annotation '{key}' of data property '{property.ModelName}' has a value of type '{value.GetType().Name}'; use "
                + $"{nameof(TextIndexOptions)}.");
        }

        return found;
    }
}

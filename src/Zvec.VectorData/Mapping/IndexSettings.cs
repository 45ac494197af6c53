using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>The settings for the indexes of a record's properties: those of the collection's options, and where these leave something
/// open, the annotations of the definition.</summary>
internal sealed class IndexSettings
{
    private static readonly ZvecVectorIndexSettings Open = new();

    private readonly Dictionary<string, ZvecVectorIndexSettings> _byProperty = new(StringComparer.Ordinal);

    private readonly TextIndexSettings _texts;

    private IndexSettings(TextIndexSettings texts)
    {
        _texts = texts;
    }

    /// <summary>Gathers and checks the settings.</summary>
    /// <param name="options">For vector properties.</param>
    /// <param name="texts">For data properties.</param>
    /// <param name="mapping">The properties.</param>
    /// <exception cref="InvalidOperationException">Settings name no vector property of the record, an annotation is unknown or has an unfit
    /// value, or an index kind has no such setting.</exception>
    public static IndexSettings Create(
        IDictionary<string, ZvecVectorIndexSettings>? options, IDictionary<string, TextIndexOptions>? texts, RecordMapping mapping)
    {
        var settings = new IndexSettings(TextIndexSettings.Create(texts, mapping));
        foreach (MappedVector vector in mapping.Vectors)
        {
            VectorPropertyModel property = vector.Property;
            ZvecVectorIndexSettings? asked = null;
            options?.TryGetValue(property.ModelName, out asked);
            var merged = new ZvecVectorIndexSettings(asked ?? Open, Annotated(property));
            VectorIndexes.Validate(property, merged);
            settings._byProperty.Add(property.ModelName, merged);
        }

        foreach (string name in options?.Keys ?? [])
        {
            if (!settings._byProperty.ContainsKey(name))
            {
                throw new InvalidOperationException(
                    $"{nameof(ZvecCollectionOptions.VectorIndexes)} has settings for '{name}', which is not a vector property of the "
                    + "record.");
            }
        }

        return settings;
    }

    /// <summary>The settings for a property.</summary>
    public ZvecVectorIndexSettings Of(VectorPropertyModel property) => _byProperty[property.ModelName];

    /// <summary>The options for a property's text index; null where they are left open.</summary>
    public TextIndexOptions? Of(DataPropertyModel property) => _texts.Of(property);

    private static ZvecVectorIndexSettings Annotated(VectorPropertyModel property)
    {
        if (property.ProviderAnnotations is not { Count: > 0 } annotations)
            return Open;

        var settings = new ZvecVectorIndexSettings();
        foreach ((string key, object? value) in annotations)
        {
            if (key.StartsWith(IndexSetting.Prefix, StringComparison.Ordinal) && value is not null)
                Annotate(settings, property, key, value);
        }

        return settings;
    }

    private static void Annotate(ZvecVectorIndexSettings settings, VectorPropertyModel property, string key, object value)
    {
        IndexSetting setting = Array.Find(IndexSetting.All, candidate => candidate.Annotation == key)
            ?? throw new InvalidOperationException(
                $"Vector property '{property.ModelName}' has the unknown annotation '{key}'. Use one of: "
                + $"{string.Join(", ", IndexSetting.All.Select(known => known.Annotation))}.");
        try
        {
            if (setting.TrySet(settings, value))
                return;
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new InvalidOperationException(
                $"Annotation '{key}' of vector property '{property.ModelName}' is out of range. {exception.Message}", exception);
        }

        throw new InvalidOperationException(
            $"Annotation '{key}' of vector property '{property.ModelName}' has the value '{value}' of type '{value.GetType().Name}', which "
            + "is not one that the setting can have.");
    }
}

using System.Text.Json;

namespace Zvec.Engine.Schema;

/// <summary>Reads what <see cref="SchemaJson"/> writes, and trusts nothing of it.</summary>
/// <param name="path">The file that it is from, for messages.</param>
internal sealed partial class SchemaJsonReader(string path)
{
    /// <summary>The highest identifier of a field, which leaves room to count on.</summary>
    private const int MaxFieldId = 1 << 30;

    public CollectionSchema Read(JsonElement json)
    {
        CheckProperties(json, "name", "nextFieldId", "key", "fields", "vectors");
        JsonElement key = json.GetProperty("key");
        CheckProperties(key, "type", "name");
        var schema = new CollectionSchema(Text(json, "name"))
        {
            Key = Member<KeyType>(key, "type"),
            KeyName = Text(key, "name"),
            NextFieldId = Number(json, "nextFieldId"),
            Fields = Items(json, "fields").Select(ReadField).ToList().AsReadOnly(),
            Vectors = Items(json, "vectors").Select(ReadVector).ToList().AsReadOnly(),
        };
        Check(schema);
        return schema;
    }

    private void Check(CollectionSchema schema)
    {
        try
        {
            SchemaValidator.Validate(schema);
        }
        catch (ZvecException exception)
        {
            throw exception.Code == ZvecErrorCode.NotSupported ? Newer(exception.Message) : Corrupt(exception.Message);
        }

        if (schema.NextFieldId is < 1 or > MaxFieldId)
            throw Corrupt($"The next field cannot have the identifier {schema.NextFieldId}.");
        var ids = new HashSet<int>();
        foreach (int id in schema.Fields.Select(field => field.Id).Concat(schema.Vectors.Select(vector => vector.Id)))
        {
            if (id <= 0 || id >= schema.NextFieldId || !ids.Add(id))
                throw Corrupt($"Field identifier {id} is not from 1 to {schema.NextFieldId - 1}, or is there twice.");
        }
    }

    private FieldSchema ReadField(JsonElement json)
    {
        CheckProperties(json, "id", "name", "type", "nullable", "index");
        return new FieldSchema(Text(json, "name"), Member<DataType>(json, "type"))
        {
            Id = Number(json, "id"),
            Nullable = Flag(json, "nullable"),
            Index = ReadFieldIndex(json.GetProperty("index")),
        };
    }

    private FieldIndexOptions? ReadFieldIndex(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        string kind = Kind(json);
        switch (kind)
        {
            case "inverted":
                CheckProperties(json, "kind");
                return new InvertedIndexOptions();
            case TextIndexJson.Kind:
                return ReadTextIndex(json);
            default:
                throw Newer($"Its schema has an index of the unknown kind '{kind}'.");
        }
    }

    private VectorSchema ReadVector(JsonElement json)
    {
        CheckProperties(json, "id", "name", "type", "dimensions", "nullable", "index");
        return new VectorSchema(Text(json, "name"), Member<VectorType>(json, "type"), Number(json, "dimensions"))
        {
            Id = Number(json, "id"),
            Nullable = Flag(json, "nullable"),
            Index = ReadVectorIndex(json.GetProperty("index")),
        };
    }

    private VectorIndexOptions ReadVectorIndex(JsonElement json)
    {
        string kind = Kind(json);
        switch (kind)
        {
            case "flat":
                CheckProperties(json, "kind", "metric");
                return new FlatIndexOptions { Metric = Member<Metric>(json, "metric") };
            case "sparse":
                CheckProperties(json, "kind", "metric");
                return new SparseIndexOptions { Metric = Member<Metric>(json, "metric") };
            case "hnsw":
                CheckOlder(json, ["kind", "metric", "m", "efConstruction", "quantization"], "rotate");
                return new HnswIndexOptions
                {
                    Metric = Member<Metric>(json, "metric"),
                    M = Number(json, "m"),
                    EfConstruction = Number(json, "efConstruction"),
                    Quantization = Codes(json),
                    Rotate = IsRotated(json),
                };
            case "quantizedFlat":
                CheckProperties(json, "kind", "metric", "quantization", "rotate");
                return new QuantizedFlatIndexOptions
                {
                    Metric = Member<Metric>(json, "metric"),
                    Quantization = Codes(json),
                    Rotate = IsRotated(json),
                };
            case "ivf":
                CheckProperties(json, "kind", "metric", "nlist", "quantization", "rotate");
                return new IvfFlatIndexOptions
                {
                    Metric = Member<Metric>(json, "metric"),
                    NList = Number(json, "nlist") is var lists && lists == 0 ? null : lists,
                    Quantization = Codes(json),
                    Rotate = IsRotated(json),
                };
            case "dynamic":
                CheckOlder(json, ["kind", "metric", "threshold", "m", "efConstruction"], "quantization", "rotate");
                return new DynamicIndexOptions
                {
                    Metric = Member<Metric>(json, "metric"),
                    Threshold = Number(json, "threshold"),
                    M = Number(json, "m"),
                    EfConstruction = Number(json, "efConstruction"),
                    Quantization = Codes(json),
                    Rotate = IsRotated(json),
                };
            default:
                throw Newer($"Its schema has an index of the unknown kind '{kind}'.");
        }
    }

    private string Kind(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("kind", out _))
            throw Corrupt("An index in its schema has no kind.");
        return Text(json, "kind");
    }

    private Quantization Codes(JsonElement json) =>
        json.TryGetProperty("quantization", out _) ? Member<Quantization>(json, "quantization") : Quantization.None;

    private bool IsRotated(JsonElement json) => json.TryGetProperty("rotate", out _) && Flag(json, "rotate");

    /// <summary>Checks an object that has some properties only since a later version: it has all of those, or none.</summary>
    private void CheckOlder(JsonElement json, string[] names, params string[] later)
    {
        if (later.Any(name => json.TryGetProperty(name, out _)))
            CheckProperties(json, [.. names, .. later]);
        else
            CheckProperties(json, names);
    }

    private void CheckProperties(JsonElement json, params ReadOnlySpan<string> names)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Corrupt($"Its schema has {json.ValueKind} where an object belongs.");
        int found = 0;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!names.Contains(property.Name))
                throw Newer($"Its schema has the unknown property '{property.Name}'.");
            found++;
        }

        // no property is there twice, so as many as there are names means all of them
        if (found != names.Length)
            throw Corrupt($"Its schema lacks one of the properties {string.Join(", ", names!)}.");
    }

    private List<JsonElement> Items(JsonElement json, string name)
    {
        JsonElement items = json.GetProperty(name);
        return items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : throw Wrong(name, items);
    }

    private string Text(JsonElement json, string name)
    {
        JsonElement value = json.GetProperty(name);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(name, value);
    }

    private int Number(JsonElement json, string name)
    {
        JsonElement value = json.GetProperty(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Wrong(name, value);
    }

    private bool Flag(JsonElement json, string name)
    {
        JsonElement value = json.GetProperty(name);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, value);
    }

    private T Member<T>(JsonElement json, string name)
        where T : struct, Enum
    {
        string text = Text(json, name);

        // TryParse takes numbers and lists too; a name is only what a member prints
        return Enum.TryParse(text, ignoreCase: false, out T member) && member.ToString() == text
            && Enum.IsDefined(member) && !char.IsAsciiDigit(text[0])
            ? member
            : throw Newer($"Its schema has the unknown {typeof(T).Name} '{text}'.");
    }

    private ZvecException Wrong(string name, JsonElement value) => Corrupt($"Its schema has {value.ValueKind} for '{name}'.");

    private ZvecException Corrupt(string what) => new(ZvecErrorCode.DataCorruption, $"The file '{path}' is damaged. "
        + $"{what} Restore it from a backup.");

    private ZvecException Newer(string what) => new(
        ZvecErrorCode.UnsupportedFormat, $"The file '{path}' was written by a newer version of Zvec. {what} Open it with that version.");
}

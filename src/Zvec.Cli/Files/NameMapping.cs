using System.Text.Json;
using System.Text.Json.Nodes;
using Zvec.Engine;

namespace Zvec.Cli.Files;

/// <summary>Which names of a file stand for which fields of a collection.</summary>
internal sealed class NameMapping
{
    private readonly Dictionary<string, string> _renamed;
    private readonly HashSet<string> _known;
    private readonly bool _ignoresUnknown;

    public NameMapping(CollectionSchema schema, IEnumerable<(string Name, string Value)> renames, bool ignoresUnknown)
    {
        Schema = schema;
        _renamed = renames.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        _known = [schema.KeyName, .. schema.Fields.Select(field => field.Name), .. schema.Vectors.Select(vector => vector.Name)];
        _ignoresUnknown = ignoresUnknown;
        foreach ((string name, string field) in _renamed)
        {
            if (!_known.Contains(field))
                throw new ZvecException(
                    ZvecErrorCode.NotFound, $"'{name}' is mapped to '{field}', which collection '{schema.Name}' does not have.");
        }
    }

    public CollectionSchema Schema { get; }

    private bool IsPlain => _renamed.Count == 0 && !_ignoresUnknown;

    /// <summary>The field for a name; null when it is to be left out.</summary>
    public string? FieldOf(string name)
    {
        string field = _renamed.GetValueOrDefault(name, name);
        return _known.Contains(field) || !_ignoresUnknown ? field : null;
    }

    /// <summary>Reads a document from a line of JSON.</summary>
    public Document Read(ReadOnlyMemory<byte> json)
    {
        if (IsPlain)
            return DocumentJson.Parse(json, Schema);
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(json);
            if (parsed.RootElement.ValueKind != JsonValueKind.Object)
                return DocumentJson.Read(parsed.RootElement, Schema);
            var mapped = new JsonObject();
            foreach (JsonProperty property in parsed.RootElement.EnumerateObject())
            {
                if (FieldOf(property.Name) is not { } field)
                    continue;
                bool isNull = property.Value.ValueKind == JsonValueKind.Null;
                if (!mapped.TryAdd(field, isNull ? null : JsonNode.Parse(property.Value.GetRawText())))
                    throw new BadInputException($"Two of its values are for '{field}'; correct --map.");
            }

            return Read(mapped);
        }
        catch (JsonException exception)
        {
            throw new ZvecException(ZvecErrorCode.InvalidArgument, $"It is not JSON ({exception.Message}).", exception);
        }
    }

    /// <summary>Reads a document from JSON whose names are those of the collection.</summary>
    public Document Read(JsonObject json)
    {
        using JsonDocument parsed = JsonDocument.Parse(json.ToJsonString());
        return DocumentJson.Read(parsed.RootElement, Schema);
    }
}

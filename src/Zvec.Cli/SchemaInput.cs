using System.Text.Json.Nodes;
using Zvec.Engine;

namespace Zvec.Cli;

/// <summary>Fields, vectors and indexes as they are written on the command line.</summary>
internal static class SchemaInput
{
    public const string FieldForm = "name:type[?][:index], such as year:Int32:inverted or note:String?";
    public const string VectorForm = "name:type:dimensions[?][:index[:metric]], such as embedding:Float32:384 or words:Sparse:0";

    /// <summary>A schema of fields and vectors in their short forms.</summary>
    public static CollectionSchema Schema(string name, string? key, IEnumerable<string> fields, IEnumerable<string> vectors)
    {
        var schema = new JsonObject
        {
            ["name"] = name,
            ["fields"] = new JsonArray([.. fields.Select(Field)]),
            ["vectors"] = new JsonArray([.. vectors.Select(Vector)]),
        };
        if (key is not null)
            schema["key"] = key;
        return CollectionSchema.FromJson(schema.ToJsonString());
    }

    /// <summary>One field in its short form.</summary>
    public static FieldSchema FieldOf(string form) => Schema("field", null, [form], []).Fields[0];

    /// <summary>One vector in its short form.</summary>
    public static VectorSchema VectorOf(string form) => Schema("vector", null, [], [form]).Vectors[0];

    /// <summary>The index of a field that a kind and settings describe.</summary>
    public static FieldIndexOptions IndexOf(FieldSchema field, string kind, IEnumerable<string> settings)
    {
        var description = new JsonObject { ["name"] = field.Name, ["type"] = field.Type.ToString(), ["index"] = Index(kind, settings) };
        return CollectionSchema.FromJson(new JsonObject { ["name"] = "index", ["fields"] = new JsonArray(description) }.ToJsonString())
            .Fields[0].Index!;
    }

    /// <summary>The index of a vector that a kind and settings describe; its metric is the present one unless they name another.</summary>
    public static VectorIndexOptions IndexOf(VectorSchema vector, string kind, IEnumerable<string> settings)
    {
        JsonObject index = Index(kind, settings);
        if (!index.ContainsKey("metric"))
            index["metric"] = vector.Index.Metric.ToString();
        var description = new JsonObject
        {
            ["name"] = vector.Name,
            ["type"] = vector.Type.ToString(),
            ["dimensions"] = vector.Dimensions,
            ["index"] = index,
        };
        return CollectionSchema.FromJson(new JsonObject { ["name"] = "index", ["vectors"] = new JsonArray(description) }.ToJsonString())
            .Vectors[0].Index;
    }

    private static JsonObject Index(string kind, IEnumerable<string> settings)
    {
        var index = new JsonObject { ["kind"] = kind };
        foreach (string setting in settings)
        {
            (string name, string value) = Pair(setting);
            index[name] = int.TryParse(value, out int number) ? number : bool.TryParse(value, out bool flag) ? flag : value;
        }

        return index;
    }

    /// <summary>The two halves of <c>name=value</c>.</summary>
    public static (string Name, string Value) Pair(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0
            ? (text[..at], text[(at + 1)..])
            : throw new BadInputException($"'{text}' is no pair; write name=value.");
    }

    private static JsonNode Field(string form)
    {
        string[] parts = form.Split(':');
        if (parts.Length is < 2 or > 3)
            throw new BadInputException($"'{form}' describes no field; write {FieldForm}.");
        var field = new JsonObject { ["name"] = parts[0], ["type"] = parts[1].TrimEnd('?'), ["nullable"] = parts[1].EndsWith('?') };
        if (parts.Length == 3)
            field["index"] = parts[2];
        return field;
    }

    private static JsonNode Vector(string form)
    {
        string[] parts = form.Split(':');
        if (parts.Length is < 3 or > 5 || !int.TryParse(parts[2].TrimEnd('?'), out int dimensions))
            throw new BadInputException($"'{form}' describes no vector; write {VectorForm}.");
        var vector = new JsonObject
        {
            ["name"] = parts[0],
            ["type"] = parts[1],
            ["dimensions"] = dimensions,
            ["nullable"] = parts[2].EndsWith('?'),
        };
        if (parts.Length == 4)
            vector["index"] = parts[3];
        else if (parts.Length == 5)
            vector["index"] = new JsonObject { ["kind"] = parts[3], ["metric"] = parts[4] };
        return vector;
    }
}

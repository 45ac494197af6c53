using System.Text.Json;
using System.Text.Json.Nodes;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>Parts of a schema in JSON, written as in a whole one.</summary>
internal static class SchemaParts
{
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: it is no field.</exception>
    public static FieldSchema Field(JsonElement field) => With("fields", JsonNode.Parse(field.GetRawText())).Fields[0];

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: it is no vector.</exception>
    public static VectorSchema Vector(JsonElement vector) => With("vectors", JsonNode.Parse(vector.GetRawText())).Vectors[0];

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: it is no index of that field.</exception>
    public static FieldIndexOptions IndexOf(FieldSchema field, JsonElement index) =>
        With("fields", new JsonObject
        {
            ["name"] = field.Name,
            ["type"] = field.Type.ToString(),
            ["index"] = JsonNode.Parse(index.GetRawText()),
        }).Fields[0].Index ?? throw None(field.Name);

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: it is no index of that vector.</exception>
    public static VectorIndexOptions IndexOf(VectorSchema vector, JsonElement index)
    {
        JsonNode? written = JsonNode.Parse(index.GetRawText());
        if (written is null)
            throw None(vector.Name);
        if (written is JsonValue)
            written = new JsonObject { ["kind"] = written };

        // the metric stays unless the index names another
        if (written is JsonObject settings && !settings.ContainsKey("metric"))
            settings["metric"] = vector.Index.Metric.ToString();
        return With("vectors", new JsonObject
        {
            ["name"] = vector.Name,
            ["type"] = vector.Type.ToString(),
            ["dimensions"] = vector.Dimensions,
            ["index"] = written,
        }).Vectors[0].Index;
    }

    private static CollectionSchema With(string list, JsonNode? part) =>
        CollectionSchema.FromJson(new JsonObject { ["name"] = "part", [list] = new JsonArray(part) }.ToJsonString());

    private static ZvecException None(string field) => new(
        ZvecErrorCode.InvalidArgument, $"The index of '{field}' is null; name its kind, or drop the index with DELETE.");
}

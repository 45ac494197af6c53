using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zvec.Engine.Schema;

namespace Zvec.Engine;

/// <summary>The part that writes a schema as JSON and reads it back.</summary>
public sealed partial class CollectionSchema
{
    /// <summary>The schema as JSON.</summary>
    /// <param name="indented">Whether it is laid out for people, over several lines.</param>
    /// <remarks>
    /// <code>
    /// { "name": "books", "key": { "type": "String", "name": "id" },
    ///   "fields":  [ { "name": "year", "type": "Int32", "nullable": false, "index": { "kind": "inverted" } } ],
    ///   "vectors": [ { "name": "embedding", "type": "Float32", "dimensions": 768, "nullable": false,
    ///                  "index": { "kind": "hnsw", "metric": "Cosine", "m": 16, "efConstruction": 200,
    ///                             "quantization": "Int8", "rotate": false } } ] }
    /// </code>
    /// </remarks>
    public string ToJson(bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            WriteJson(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the schema as a JSON object, as <see cref="ToJson"/> does.</summary>
    /// <param name="writer">Where it is written.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SchemaJson.Write(writer, this, withIds: false);
    }

    /// <summary>Reads a schema from JSON.</summary>
    /// <param name="json">What <see cref="ToJson"/> makes, or what somebody wrote: only <c>name</c>, and the <c>name</c> and <c>type</c> of
    /// each field and vector and the <c>dimensions</c> of a vector have to be there, the rest has the defaults of
    /// <see cref="FieldSchema"/>, <see cref="VectorSchema"/> and the indexes' options. An index without options is its kind alone:
    /// <c>"index": "inverted"</c>; a key its type: <c>"key": "Int64"</c>. Case does not count in the names of types, kinds and metrics.
    /// Comments and trailing commas are allowed.</param>
    /// <exception cref="ZvecException">It is not JSON, or breaks a rule (<see cref="ZvecErrorCode.InvalidArgument"/>), or asks for what this
    /// version does not have (<see cref="ZvecErrorCode.NotSupported"/>).</exception>
    public static CollectionSchema FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            using JsonDocument parsed = JsonDocument.Parse(json, options);
            return FromJson(parsed.RootElement);
        }
        catch (JsonException exception)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"The schema is not JSON ({exception.Message}); correct it there.", exception);
        }
    }

    /// <summary>Reads a schema from a JSON object.</summary>
    /// <param name="json">The object, as <see cref="FromJson(string)"/> takes it.</param>
    /// <exception cref="ZvecException">It breaks a rule (<see cref="ZvecErrorCode.InvalidArgument"/>), or asks for what this version does
    /// not have (<see cref="ZvecErrorCode.NotSupported"/>).</exception>
    public static CollectionSchema FromJson(JsonElement json)
    {
        CollectionSchema schema = WrittenSchema.Read(json);
        SchemaValidator.Validate(schema);
        return schema;
    }
}

using System.Buffers;
using System.Text.Json;

namespace Zvec.Engine.Schema;

/// <summary>A collection's schema as JSON, as the manifest keeps it.</summary>
/// <remarks>
/// <code>
/// { "name": "books", "nextFieldId": 4, "key": { "type": "String", "name": "id" },
///   "fields":  [ { "id": 1, "name": "year", "type": "Int32", "nullable": false, "index": null },
///                { "id": 2, "name": "tags", "type": "StringArray", "nullable": true, "index": { "kind": "inverted" } } ],
///   "vectors": [ { "id": 3, "name": "embedding", "type": "Float32", "dimensions": 768, "nullable": false,
///                  "index": { "kind": "hnsw", "metric": "Cosine", "m": 16, "efConstruction": 200,
///                             "quantization": "Int8", "rotate": false } } ] }
/// </code>
/// Types, metrics and quantizations are the names of the members of the enumerations. The other indexes are <c>{ "kind": "text", ... }</c>
/// (<see cref="TextIndexJson"/>), <c>{ "kind": "flat", "metric" }</c>, <c>{ "kind": "sparse", "metric" }</c>,
/// <c>{ "kind": "quantizedFlat", "metric", "quantization", "rotate" }</c>,
/// <c>{ "kind": "ivf", "metric", "nlist", "quantization", "rotate" }</c> (nlist 0 for the default) and
/// <c>{ "kind": "dynamic", "metric", "threshold", "m", "efConstruction", "quantization", "rotate" }</c>. Older collections lack
/// <c>rotate</c>, and <c>quantization</c> of dynamic indexes: they have no codes. No other property may be missing; one that is not listed
/// here, or a name that is unknown, is from a newer version of Zvec and refused, because to overlook it would be to lose it.
/// </remarks>
internal static class SchemaJson
{
    public static byte[] Serialize(CollectionSchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, schema);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a schema back and checks it.</summary>
    /// <param name="json">What <see cref="Serialize"/> made.</param>
    /// <param name="path">The file that it is from, for messages.</param>
    /// <exception cref="ZvecException">It is damaged, or from a newer version.</exception>
    public static CollectionSchema Deserialize(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            return new SchemaJsonReader(path).Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // bytes that are no UTF-8, or escapes that are half of a surrogate pair, come to light as the latter, when a text is taken out
            throw new ZvecException(
                ZvecErrorCode.DataCorruption,
                $"The file '{path}' is damaged: its schema is not JSON ({exception.Message}). Restore it from a backup.",
                exception);
        }
    }

    /// <summary>Writes a schema.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="withIds">Whether the identifiers of fields are written, which mean something in the collection's files only.</param>
    public static void Write(Utf8JsonWriter writer, CollectionSchema schema, bool withIds = true)
    {
        writer.WriteStartObject();
        writer.WriteString("name", schema.Name);
        if (withIds)
            writer.WriteNumber("nextFieldId", schema.NextFieldId);
        writer.WriteStartObject("key");
        writer.WriteString("type", schema.Key.ToString());
        writer.WriteString("name", schema.KeyName);
        writer.WriteEndObject();
        writer.WriteStartArray("fields");
        foreach (FieldSchema field in schema.Fields)
            Write(writer, field, withIds);
        writer.WriteEndArray();
        writer.WriteStartArray("vectors");
        foreach (VectorSchema vector in schema.Vectors)
            Write(writer, vector, withIds);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FieldSchema field, bool withIds)
    {
        writer.WriteStartObject();
        if (withIds)
            writer.WriteNumber("id", field.Id);
        writer.WriteString("name", field.Name);
        writer.WriteString("type", field.Type.ToString());
        writer.WriteBoolean("nullable", field.Nullable);
        if (field.Index is null)
        {
            writer.WriteNull("index");
        }
        else
        {
            writer.WriteStartObject("index");
            if (field.Index is TextIndexOptions text)
                TextIndexJson.WriteMembers(writer, text);
            else
                writer.WriteString("kind", "inverted");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, VectorSchema vector, bool withIds)
    {
        writer.WriteStartObject();
        if (withIds)
            writer.WriteNumber("id", vector.Id);
        writer.WriteString("name", vector.Name);
        writer.WriteString("type", vector.Type.ToString());
        writer.WriteNumber("dimensions", vector.Dimensions);
        writer.WriteBoolean("nullable", vector.Nullable);
        writer.WriteStartObject("index");
        switch (vector.Index)
        {
            case HnswIndexOptions hnsw:
                writer.WriteString("kind", "hnsw");
                writer.WriteString("metric", hnsw.Metric.ToString());
                writer.WriteNumber("m", hnsw.M);
                writer.WriteNumber("efConstruction", hnsw.EfConstruction);
                WriteCodes(writer, vector, hnsw);
                break;
            case SparseIndexOptions sparse:
                writer.WriteString("kind", "sparse");
                writer.WriteString("metric", sparse.Metric.ToString());
                break;
            case QuantizedFlatIndexOptions flat:
                writer.WriteString("kind", "quantizedFlat");
                writer.WriteString("metric", flat.Metric.ToString());
                WriteCodes(writer, vector, flat);
                break;
            case IvfFlatIndexOptions ivf:
                writer.WriteString("kind", "ivf");
                writer.WriteString("metric", ivf.Metric.ToString());
                writer.WriteNumber("nlist", ivf.NList ?? 0);
                WriteCodes(writer, vector, ivf);
                break;
            case DynamicIndexOptions dynamic:
                writer.WriteString("kind", "dynamic");
                writer.WriteString("metric", dynamic.Metric.ToString());
                writer.WriteNumber("threshold", dynamic.Threshold);
                writer.WriteNumber("m", dynamic.M);
                writer.WriteNumber("efConstruction", dynamic.EfConstruction);
                WriteCodes(writer, vector, dynamic);
                break;
            default:
                writer.WriteString("kind", "flat");
                writer.WriteString("metric", vector.Index.Metric.ToString());
                break;
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteCodes(Utf8JsonWriter writer, VectorSchema vector, QuantizedVectorIndexOptions index)
    {
        var resolved = (QuantizedVectorIndexOptions)DefaultQuantization.Resolve(index, vector.Type, vector.Dimensions);
        writer.WriteString("quantization", resolved.Quantization.ToString());
        writer.WriteBoolean("rotate", index.Rotate);
    }
}

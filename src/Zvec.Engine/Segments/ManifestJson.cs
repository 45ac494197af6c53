using System.Buffers;
using System.Text.Json;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>The manifest as JSON, which is how it stands in its file.</summary>
internal static class ManifestJson
{
    public static ReadOnlyMemory<byte> Write(Manifest manifest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("generation", manifest.Generation);
            json.WriteNumber("firstLog", manifest.FirstLog);
            json.WriteNumber("nextSegment", manifest.NextSegment);
            json.WritePropertyName("schema");
            SchemaJson.Write(json, manifest.Schema);
            json.WriteStartArray("segments");
            foreach (SegmentRecord segment in manifest.Segments)
                Write(json, segment);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <param name="bytes">The JSON.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ZvecException">The text is no manifest.</exception>
    public static Manifest Read(ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                bytes.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonElement root = document.RootElement;
            return new Manifest
            {
                Generation = root.GetProperty("generation").GetInt64(),
                FirstLog = root.GetProperty("firstLog").GetInt64(),
                NextSegment = root.GetProperty("nextSegment").GetInt32(),
                Schema = new SchemaJsonReader(path).Read(root.GetProperty("schema")),
                Segments = [.. root.GetProperty("segments").EnumerateArray().Select(ReadSegment)],
            };
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw SectionFileReader.Corrupt(path, $"its content is no manifest ({exception.Message})");
        }
    }

    private static void Write(Utf8JsonWriter json, SegmentRecord segment)
    {
        json.WriteStartObject();
        json.WriteNumber("number", segment.Number);
        json.WriteNumber("rows", segment.Rows);
        json.WriteNumber("deleted", segment.Deleted);
        json.WriteNumber("deletesGeneration", segment.DeletesGeneration);
        json.WriteStartObject("files");
        foreach ((string name, long length) in segment.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
            json.WriteNumber(name, length);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static SegmentRecord ReadSegment(JsonElement segment) => new(
        segment.GetProperty("number").GetInt32(),
        segment.GetProperty("rows").GetInt32(),
        segment.GetProperty("deletesGeneration").GetInt64(),
        segment.GetProperty("deleted").GetInt32(),
        segment.GetProperty("files").EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetInt64()));
}

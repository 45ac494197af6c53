using System.Buffers;
using System.Globalization;
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
            json.WriteString("id", manifest.Id);
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
    /// <param name="version">The version of the manifest's file.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ZvecException">The text is no manifest.</exception>
    public static Manifest Read(ReadOnlySpan<byte> bytes, int version, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                bytes.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false });
            JsonElement root = document.RootElement;
            return new Manifest
            {
                Id = version == 1 ? Guid.Empty : root.GetProperty("id").GetGuid(),
                Generation = root.GetProperty("generation").GetInt64(),
                FirstLog = root.GetProperty("firstLog").GetInt64(),
                NextSegment = root.GetProperty("nextSegment").GetInt32(),
                Schema = new SchemaJsonReader(path).Read(root.GetProperty("schema")),
                Segments = [.. root.GetProperty("segments").EnumerateArray().Select(segment => ReadSegment(segment, version))],
            };
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
                or OverflowException or ArgumentException)
        {
            throw SectionFileReader.Corrupt(path, $"its content is no manifest ({exception.Message})");
        }
    }

    private static void Write(Utf8JsonWriter json, SegmentRecord segment)
    {
        json.WriteStartObject();
        json.WriteNumber("number", segment.Number);
        json.WriteNumber("rows", segment.Rows);
        json.WritePropertyName("deletes");
        if (segment.Deletes is { } deletes)
            Write(json, deletes);
        else
            json.WriteNullValue();
        json.WriteStartObject("files");
        foreach ((string name, SegmentFile file) in segment.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            Write(json, file);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeletesRecord deletes)
    {
        json.WriteStartObject();
        json.WriteNumber("generation", deletes.Generation);
        json.WriteNumber("rows", deletes.Rows);
        if (deletes.File is { } file)
        {
            json.WritePropertyName("file");
            Write(json, file);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SegmentFile file)
    {
        json.WriteStartObject();
        json.WriteNumber("length", file.Length);
        if (file.Checksum is { } checksum)
            json.WriteString("checksum", checksum.ToString("x16", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static SegmentRecord ReadSegment(JsonElement segment, int version)
    {
        var files = new Dictionary<string, SegmentFile>();
        foreach (JsonProperty file in segment.GetProperty("files").EnumerateObject())
        {
            if (!CollectionFiles.IsSegmentFile(file.Name))
                throw new FormatException($"it names '{file.Name}', which is no file of a segment");
            files.Add(file.Name, version == 1 ? new SegmentFile(file.Value.GetInt64(), null) : ReadFile(file.Value));
        }

        return new SegmentRecord(
            segment.GetProperty("number").GetInt32(),
            segment.GetProperty("rows").GetInt32(),
            version == 1 ? ReadDeletesOfVersion1(segment) : ReadDeletes(segment.GetProperty("deletes")),
            files);
    }

    private static DeletesRecord? ReadDeletesOfVersion1(JsonElement segment)
    {
        long generation = segment.GetProperty("deletesGeneration").GetInt64();
        return generation == 0 ? null : new DeletesRecord(generation, segment.GetProperty("deleted").GetInt32(), File: null);
    }

    private static DeletesRecord? ReadDeletes(JsonElement deletes) => deletes.ValueKind == JsonValueKind.Null
        ? null
        : new DeletesRecord(
            deletes.GetProperty("generation").GetInt64(),
            deletes.GetProperty("rows").GetInt32(),
            deletes.TryGetProperty("file", out JsonElement file) ? ReadFile(file) : null);

    private static SegmentFile ReadFile(JsonElement file) => new(
        file.GetProperty("length").GetInt64(),
        file.TryGetProperty("checksum", out JsonElement checksum)
            ? ulong.Parse(checksum.GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null);
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Partitions;

/// <summary>The catalog as a file: a section of JSON, <c>{ "id": …, "backup": …, "schemas": [ … ], "partitionBy": { "kind": … },
/// "nextNumber": …, "partitions": [ { "name": …, "number": …, "attached": … } ] }</c>.</summary>
internal static class PartitionCatalogFile
{
    public const ushort Version = 1;

    private const uint ContentSection = 1;
    private const int MaxBytes = 64 << 20;
    private const int MaxDepth = 16;

    public static void Write(IFileSystem fileSystem, string path, PartitionCatalog catalog)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, catalog);
        AtomicFile.WriteSections(
            fileSystem, path, FileKind.Partitions, Version, file => file.WriteSection(ContentSection, buffer.WrittenSpan));
    }

    /// <param name="fileSystem">Where the file is.</param>
    /// <param name="path">The file.</param>
    /// <param name="partitionOfKey">The function of a collection that is partitioned by one.</param>
    /// <exception cref="ZvecException">It is damaged, or of a newer version, or the function is missing.</exception>
    public static PartitionCatalog Read(IFileSystem fileSystem, string path, Func<DocumentKey, string>? partitionOfKey)
    {
        using var file = new SectionFileReader(fileSystem, path, FileKind.Partitions, Version, verify: true);
        Section content = file.GetSection(ContentSection);
        if (content.Length > MaxBytes)
            throw SectionFileReader.Corrupt(path, $"{content.Length} bytes are more than any catalog has");
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                content.Slice(0, (int)content.Length).ToArray(),
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaxDepth });
            return Read(document.RootElement, path, partitionOfKey);
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw SectionFileReader.Corrupt(path, $"its content is no catalog of partitions ({exception.Message})");
        }
    }

    /// <summary>Whether two rules stand in the file alike; of functions that is all that can be told.</summary>
    public static bool IsSame(PartitionBy one, PartitionBy other) => Text(one) == Text(other);

    /// <summary>A rule as it stands in the file.</summary>
    public static string Text(PartitionBy by)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            WriteRule(json, by);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteRule(Utf8JsonWriter json, PartitionBy by)
    {
        json.WriteStartObject();
        by.Write(json);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PartitionCatalog catalog)
    {
        json.WriteStartObject();
        json.WriteString("id", catalog.Id);
        json.WriteBoolean("backup", catalog.IsBackup);
        json.WriteStartArray("schemas");
        foreach (CollectionSchema schema in catalog.Schemas.Schemas)
            SchemaJson.Write(json, schema);
        json.WriteEndArray();
        json.WritePropertyName("partitionBy");
        WriteRule(json, catalog.By);
        json.WriteNumber("nextNumber", catalog.NextNumber);
        json.WriteStartArray("partitions");
        foreach (PartitionRecord partition in catalog.Partitions)
        {
            json.WriteStartObject();
            json.WriteString("name", partition.Name);
            json.WriteNumber("number", partition.Number);
            json.WriteBoolean("attached", partition.IsAttached);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static PartitionCatalog Read(JsonElement root, string path, Func<DocumentKey, string>? partitionOfKey)
    {
        var reader = new SchemaJsonReader(path);
        CollectionSchema[] schemas = [.. root.GetProperty("schemas").EnumerateArray().Select(reader.Read)];
        if (schemas.Length is 0 or > SchemaHistory.MostEarlier + 1)
            throw SectionFileReader.Corrupt(path, $"it has {schemas.Length} schemas");
        CollectionSchema schema = schemas[^1];
        PartitionBy by = ReadRule(root.GetProperty("partitionBy"), schema, path, partitionOfKey);
        int next = root.GetProperty("nextNumber").GetInt32();
        PartitionRecord[] partitions = [.. root.GetProperty("partitions").EnumerateArray().Select(ReadPartition)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<int>();
        foreach (PartitionRecord partition in partitions)
        {
            if (!names.Add(partition.Name) || !numbers.Add(partition.Number))
                throw SectionFileReader.Corrupt(path, $"partition '{partition.Name}' or its number {partition.Number} is there twice");
            if (partition.Number < 1 || partition.Number >= next || !by.IsName(schema, partition.Name))
                throw SectionFileReader.Corrupt(path, $"partition '{partition.Name}' with the number {partition.Number} cannot be one");
        }

        return new PartitionCatalog(root.GetProperty("id").GetGuid(), new SchemaHistory(schemas), by, next, partitions)
        {
            IsBackup = root.GetProperty("backup").GetBoolean(),
        };
    }

    private static PartitionRecord ReadPartition(JsonElement json) => new(
        json.GetProperty("name").GetString() ?? "",
        json.GetProperty("number").GetInt32(),
        json.GetProperty("attached").GetBoolean());

    private static PartitionBy ReadRule(JsonElement json, CollectionSchema schema, string path, Func<DocumentKey, string>? partitionOfKey)
    {
        string? kind = json.GetProperty("kind").GetString();
        if (kind == KeyFunctionPartitioning.Kind)
        {
            return partitionOfKey is not null ? PartitionBy.Key(partitionOfKey) : throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"Collection '{schema.Name}' is partitioned by a function of its keys. Give the same function by "
                    + $"{nameof(PartitionedCollectionOptions)}.{nameof(PartitionedCollectionOptions.PartitionOfKey)}.");
        }

        try
        {
            PartitionBy by = kind switch
            {
                ValuePartitioning.Kind => PartitionBy.Field(FieldOf(json)),
                TimePartitioning.Kind when Enum.TryParse(json.GetProperty("period").GetString(), out PartitionPeriod period) =>
                    PartitionBy.Time(FieldOf(json), period),
                KeyHashPartitioning.Kind => PartitionBy.KeyHash(json.GetProperty("partitions").GetInt32()),
                _ => throw new ZvecException(
                    ZvecErrorCode.UnsupportedFormat,
                    $"The file '{path}' has partitions of the kind '{kind}', which this version does not know. Use a newer one."),
            };
            by.Check(schema);
            return by;
        }
        catch (ZvecException exception) when (exception.Code == ZvecErrorCode.InvalidArgument)
        {
            throw SectionFileReader.Corrupt(path, $"its rule does not fit its schema ({exception.Message})");
        }
    }

    private static string FieldOf(JsonElement json) =>
        json.GetProperty("field").GetString() ?? throw new FormatException("The field of the rule is null.");
}

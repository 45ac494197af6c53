using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;
using Zvec.Engine;

namespace Zvec.Cli.Files;

/// <summary>Documents in Parquet files: numbers, strings, bytes and truth values as such, arrays and vectors as lists, and what Parquet
/// would not keep exactly (decimals, dates, times, GUIDs, sparse vectors) as the text that JSON has for it.</summary>
internal static class ParquetFiles
{
    public static async Task<long> WriteAsync(
        Stream stream, CollectionSchema schema, IEnumerable<Document> documents, long count, CancellationToken cancellationToken)
    {
        var columns = new ParquetSchema([.. Columns(schema)]);
        var rows = new ParquetRows(documents.Select(document => Row(document, schema)), checked((int)count));
        await ParquetSerializer.SerializeUntypedAsync(rows, columns, stream, cancellationToken: cancellationToken);
        return count;
    }

    public static async IAsyncEnumerable<ImportedDocument> ReadAsync(
        Stream stream, NameMapping mapping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!stream.CanSeek)
            throw new BadInputException("A Parquet file cannot be read from standard input or unpacked on the way; name a plain file.");
        int groups;
        ParquetReader reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true, cancellationToken: cancellationToken);
        await using (reader)
            groups = reader.RowGroupCount;
        long row = 0;
        for (int group = 0; group < groups; group++)
        {
            stream.Position = 0;
            var read = await ParquetSerializer.DeserializeUntypedAsync(stream, rowGroupIndex: group, cancellationToken: cancellationToken);
            foreach (var values in read.Data)
            {
                yield return ImportFiles.Try(
                    () => mapping.Read(Json(values, mapping)), ImportFiles.Place("row", row), group, groups);
                row++;
            }
        }
    }

    private static IEnumerable<Field> Columns(CollectionSchema schema)
    {
        yield return new DataField(schema.KeyName, KeyTypeOf(schema.Key), isNullable: false);
        foreach (FieldSchema field in schema.Fields)
        {
            string type = field.Type.ToString();
            yield return type.EndsWith("Array", StringComparison.Ordinal)
                ? new DataField(field.Name, typeof(string), isNullable: true)
                : new DataField(field.Name, ColumnType(field.Type), isNullable: true);
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            yield return vector.Type switch
            {
                VectorType.Sparse => new DataField(vector.Name, typeof(string), isNullable: true),
                VectorType.Binary => new DataField(vector.Name, typeof(byte[]), isNullable: true),
                VectorType.Int8 => new ListField(vector.Name, new DataField(ListField.ElementName, typeof(int), isNullable: false)),
                _ => new ListField(vector.Name, new DataField(ListField.ElementName, typeof(float), isNullable: false)),
            };
        }
    }

    private static Type KeyTypeOf(KeyType type) => type switch
    {
        KeyType.Int32 => typeof(int),
        KeyType.Int64 => typeof(long),
        KeyType.UInt64 => typeof(ulong),
        _ => typeof(string),
    };

    private static Type ColumnType(DataType type) => type switch
    {
        DataType.Bool => typeof(bool),
        DataType.Int8 => typeof(sbyte),
        DataType.UInt8 => typeof(byte),
        DataType.Int16 => typeof(short),
        DataType.UInt16 => typeof(ushort),
        DataType.Int32 => typeof(int),
        DataType.UInt32 => typeof(uint),
        DataType.Int64 => typeof(long),
        DataType.UInt64 => typeof(ulong),
        DataType.Float32 => typeof(float),
        DataType.Float64 => typeof(double),
        DataType.Binary => typeof(byte[]),
        _ => typeof(string),
    };

    private static Dictionary<string, object?> Row(Document document, CollectionSchema schema)
    {
        using JsonDocument json = JsonDocument.Parse(DocumentJson.ToJson(document, schema));
        var row = new Dictionary<string, object?>
        {
            [schema.KeyName] = document.Key.Type == KeyType.Guid ? document.Key.ToString() : document.Key.Value,
        };
        foreach (FieldSchema field in schema.Fields)
        {
            if (document[field.Name] is { } value)
            {
                bool isText = ColumnType(field.Type) == typeof(string);
                row[field.Name] = isText ? ExportFiles.Cell(json.RootElement.GetProperty(field.Name)) : value;
            }
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            switch (document[vector.Name])
            {
                case ReadOnlyMemory<float> elements: row[vector.Name] = elements.ToArray().ToList(); break;
                case ReadOnlyMemory<Half> elements: row[vector.Name] = elements.ToArray().Select(element => (float)element).ToList(); break;
                case ReadOnlyMemory<sbyte> elements: row[vector.Name] = elements.ToArray().Select(element => (int)element).ToList(); break;
                case ReadOnlyMemory<byte> bits: row[vector.Name] = bits.ToArray(); break;
                case SparseVector: row[vector.Name] = json.RootElement.GetProperty(vector.Name).GetRawText(); break;
            }
        }

        return row;
    }

    private static JsonObject Json(Dictionary<string, object> values, NameMapping mapping)
    {
        var json = new JsonObject();
        foreach ((string name, object value) in values)
        {
            if (mapping.FieldOf(name) is not { } field)
                continue;
            JsonNode? node = Node(value);
            if (node is JsonValue && value is string { Length: > 0 } text && text[0] is '[' or '{' && IsStructured(field, mapping.Schema))
                node = JsonNode.Parse((string)value!);
            json[field] = node;
        }

        return json;
    }

    private static bool IsStructured(string name, CollectionSchema schema) =>
        schema.Vectors.Any(vector => vector.Name == name)
        || schema.Fields.Any(field => field.Name == name && field.Type.ToString().EndsWith("Array", StringComparison.Ordinal));

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        string text => JsonValue.Create(text),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        ReadOnlyMemory<byte> bytes => JsonValue.Create(Convert.ToBase64String(bytes.Span)),
        ReadOnlyMemory<char> text => JsonValue.Create(text.ToString()),
        float number when !float.IsFinite(number) => JsonValue.Create(NameOf(number)),
        double number when !double.IsFinite(number) => JsonValue.Create(NameOf(number)),
        float number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        sbyte or byte or short or ushort or int or uint or long => JsonValue.Create(Convert.ToInt64(value, null)),
        ulong number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        DateTime time => JsonValue.Create(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", null)),
        DateOnly or TimeOnly or Guid => JsonValue.Create(((IFormattable)value).ToString(value is Guid ? "D" : "O", null)),
        IDictionary members when members.Count == 1 => Node(members.Values.Cast<object?>().Single()),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Node)]),
        _ => throw new BadInputException($"The Parquet file has a value of type {value.GetType()}, which no field takes."),
    };

    private static string NameOf(double number) => double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
}

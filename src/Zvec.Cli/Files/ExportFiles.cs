using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Zvec.Engine;

namespace Zvec.Cli.Files;

/// <summary>Writes documents in each of the formats.</summary>
internal static class ExportFiles
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes documents.</summary>
    /// <param name="format">The format.</param>
    /// <param name="stream">Where they go.</param>
    /// <param name="path">The file's name.</param>
    /// <param name="selection">The fields.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The number of documents written.</returns>
    public static Task<long> WriteAsync(
        FileFormat format,
        Stream stream,
        string path,
        Selection selection,
        IEnumerable<Document> documents,
        long count,
        CancellationToken cancellationToken) => format switch
        {
            FileFormat.JsonLines => WriteJsonLinesAsync(stream, selection.Schema, documents),
            FileFormat.Csv => WriteCsvAsync(stream, selection.Schema, documents),
            FileFormat.Parquet => ParquetFiles.WriteAsync(stream, selection.Schema, documents, count, cancellationToken),
            _ => VectorFiles.WriteAsync(format, stream, path, selection.Schema, documents, cancellationToken),
        };

    /// <summary>A value as the text of a cell: that of a string, or JSON; nothing for null.</summary>
    public static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private static async Task<long> WriteJsonLinesAsync(Stream stream, CollectionSchema schema, IEnumerable<Document> documents)
    {
        long written = 0;
        await using var writer = new StreamWriter(stream, Utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (Document document in documents)
        {
            await writer.WriteLineAsync(DocumentJson.ToJson(document, schema));
            written++;
        }

        return written;
    }

    private static async Task<long> WriteCsvAsync(Stream stream, CollectionSchema schema, IEnumerable<Document> documents)
    {
        string[] names =
            [schema.KeyName, .. schema.Fields.Select(field => field.Name), .. schema.Vectors.Select(vector => vector.Name)];
        long written = 0;
        await using var text = new StreamWriter(stream, Utf8, bufferSize: 1 << 16, leaveOpen: true);
        await using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (string name in names)
            csv.WriteField(name);
        await csv.NextRecordAsync();
        foreach (Document document in documents)
        {
            using JsonDocument json = JsonDocument.Parse(DocumentJson.ToJson(document, schema));
            foreach (string name in names)
                csv.WriteField(json.RootElement.TryGetProperty(name, out JsonElement value) ? Cell(value) : "");
            await csv.NextRecordAsync();
            written++;
        }

        return written;
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using Zvec.Engine;

namespace Zvec.Cli.Files;

/// <summary>Reads documents from each of the formats.</summary>
internal static class ImportFiles
{
    /// <summary>Opens a file, unpacking it where its name ends in .gz.</summary>
    public static Stream Open(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
        ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress)
        : InputText.Open(path);

    /// <summary>Reads documents.</summary>
    /// <param name="format">The format.</param>
    /// <param name="stream">The file.</param>
    /// <param name="path">The file's name.</param>
    /// <param name="mapping">Which names stand for which fields.</param>
    /// <param name="vector">The field of a file of vectors.</param>
    /// <param name="keys">The file of its keys.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static IAsyncEnumerable<ImportedDocument> ReadAsync(
        FileFormat format,
        Stream stream,
        string path,
        NameMapping mapping,
        VectorSchema? vector,
        string? keys,
        CancellationToken cancellationToken) => format switch
        {
            FileFormat.JsonLines => ReadJsonLinesAsync(stream, mapping, cancellationToken),
            FileFormat.Csv => ReadCsvAsync(stream, mapping),
            FileFormat.Parquet => ParquetFiles.ReadAsync(stream, mapping, cancellationToken),
            _ => VectorFiles.ReadAsync(format, stream, path, mapping.Schema, vector!, keys, cancellationToken),
        };

    /// <summary>Makes a document, or notes why it is none.</summary>
    public static ImportedDocument Try(Func<Document> read, string place, long position, long length)
    {
        try
        {
            return new ImportedDocument(read(), null, place, position, length);
        }
        catch (ZvecException exception)
        {
            return new ImportedDocument(null, exception, place, position, length);
        }
    }

    /// <summary>The size of a stream, or 0 when nobody knows.</summary>
    public static long LengthOf(Stream stream) => stream.CanSeek ? stream.Length : 0;

    /// <summary>Where a stream is, or 0 when nobody knows.</summary>
    public static long PositionOf(Stream stream) => stream.CanSeek ? stream.Position : 0;

    private static StreamReader TextOf(Stream stream) =>
        new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);

    private static async IAsyncEnumerable<ImportedDocument> ReadJsonLinesAsync(
        Stream stream, NameMapping mapping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using StreamReader reader = TextOf(stream);
        long line = 0;

        // reading from a terminal or a pipe cannot be cancelled, only no longer waited for
        while (await reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(cancellationToken) is { } text)
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
                yield return Try(
                    () => mapping.Read(Encoding.UTF8.GetBytes(text)), Place("line", line), PositionOf(stream), LengthOf(stream));
        }
    }

    private static async IAsyncEnumerable<ImportedDocument> ReadCsvAsync(Stream stream, NameMapping mapping)
    {
        using StreamReader text = TextOf(stream);
        using var csv = new CsvReader(text, CultureInfo.InvariantCulture, leaveOpen: true);
        if (!await csv.ReadAsync() || !csv.ReadHeader())
            throw new BadInputException("The file has no line of names; CSV begins with one.");
        string[] header = csv.HeaderRecord!;
        string?[] fields = [.. header.Select(mapping.FieldOf)];
        long record = 0;
        while (await csv.ReadAsync())
        {
            record++;
            string[] cells = new string[header.Length];
            for (int i = 0; i < cells.Length; i++)
                cells[i] = csv.TryGetField(i, out string? cell) ? cell ?? "" : "";
            yield return Try(
                () => mapping.Read(Row(fields, cells, mapping.Schema)), Place("record", record), PositionOf(stream), LengthOf(stream));
        }
    }

    public static string Place(string what, long number) => string.Create(CultureInfo.InvariantCulture, $"{what} {number}");

    private static JsonObject Row(string?[] names, string[] cells, CollectionSchema schema)
    {
        var row = new JsonObject();
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] is { } name && !row.TryAdd(name, Value(name, cells[i], schema)))
                throw new ZvecException(ZvecErrorCode.InvalidArgument, $"Two columns are for '{name}'; correct the file, or --map.");
        }

        return row;
    }

    // Arrays and vectors stand in a cell as JSON; everything else can be read from a string.
    private static JsonNode? Value(string name, string cell, CollectionSchema schema)
    {
        FieldSchema? field = schema.Fields.FirstOrDefault(other => other.Name == name);
        bool isVector = schema.Vectors.Any(vector => vector.Name == name);
        if (cell.Length == 0)
            return isVector || field is not { Nullable: false, Type: DataType.String } ? null : JsonValue.Create("");
        if (!isVector && field?.Type.ToString().EndsWith("Array", StringComparison.Ordinal) != true)
            return JsonValue.Create(cell);
        if (cell[0] is not ('[' or '{'))
            return JsonValue.Create(cell);
        try
        {
            return JsonNode.Parse(cell);
        }
        catch (JsonException exception)
        {
            throw new ZvecException(ZvecErrorCode.InvalidArgument, $"The value of '{name}' is not JSON ({exception.Message}).", exception);
        }
    }
}

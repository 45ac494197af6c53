using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Zvec.Engine;

namespace Zvec.Cli.Files;

/// <summary>Files of nothing but vectors: .npy, as NumPy saves a matrix, and .fvecs; their keys are in a file beside them.</summary>
internal static class VectorFiles
{
    private const string KeysEnding = ".keys";

    /// <summary>Reads the vectors of a file with the keys beside it.</summary>
    public static async IAsyncEnumerable<ImportedDocument> ReadAsync(
        FileFormat format,
        Stream stream,
        string path,
        CollectionSchema schema,
        VectorSchema vector,
        string? keys,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? keysPath = keys ?? (File.Exists(path + KeysEnding) ? path + KeysEnding : null);
        using StreamReader? keyLines = keysPath is null ? null : new StreamReader(File.OpenRead(keysPath), Encoding.UTF8);
        long row = 0;
        foreach (float[] elements in Read(format, stream, cancellationToken))
        {
            string key = row.ToString(CultureInfo.InvariantCulture);
            if (keyLines is not null)
            {
                key = await keyLines.ReadLineAsync(cancellationToken)
                    ?? throw new BadInputException($"'{keysPath}' has {row} keys and '{path}' more vectors; give each a key.");
            }

            yield return ImportFiles.Try(
                () => new Document(DocumentJson.ParseKey(key, schema)) { [vector.Name] = Elements(elements, vector) },
                ImportFiles.Place("row", row),
                ImportFiles.PositionOf(stream),
                ImportFiles.LengthOf(stream));
            row++;
        }
    }

    /// <summary>The vectors of a file, one after the other.</summary>
    public static IEnumerable<float[]> Read(FileFormat format, Stream stream, CancellationToken cancellationToken) =>
        format == FileFormat.Npy ? NpyFile.Read(stream, cancellationToken) : ReadFvecs(stream, cancellationToken);

    /// <summary>Floats as a field of another element type takes them.</summary>
    public static object Elements(float[] elements, VectorSchema vector)
    {
        switch (vector.Type)
        {
            case VectorType.Float32:
                return elements;
            case VectorType.Float16:
                return Array.ConvertAll(elements, element => (Half)element);
            case VectorType.Int8 when Array.TrueForAll(elements, element => element == (sbyte)element):
                return Array.ConvertAll(elements, element => (sbyte)element);
            default:
                throw new ZvecException(
                    ZvecErrorCode.InvalidArgument, $"Vector '{vector.Name}' is {vector.Type}, which these elements do not fit; use JSON Lines.");
        }
    }

    /// <summary>Writes the one vector of each document, and the keys beside the file.</summary>
    public static async Task<long> WriteAsync(
        FileFormat format,
        Stream stream,
        string path,
        CollectionSchema schema,
        IEnumerable<Document> documents,
        CancellationToken cancellationToken)
    {
        VectorSchema vector = schema.Vectors[0];
        if (vector.Type is VectorType.Binary or VectorType.Sparse)
            throw new BadInputException($"Vector '{vector.Name}' is {vector.Type}; such vectors are exported as jsonl, csv or parquet.");
        if (!stream.CanSeek)
            throw new BadInputException("A file of vectors cannot be written to standard output; name a file.");
        string partial = path + KeysEnding + ".partial";
        try
        {
            long rows;
            await using (var keys = new StreamWriter(partial, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
                rows = await WriteAsync(format, stream, keys, vector, documents, cancellationToken);
            File.Move(partial, path + KeysEnding, overwrite: true);
            return rows;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task<long> WriteAsync(
        FileFormat format,
        Stream stream,
        StreamWriter keys,
        VectorSchema vector,
        IEnumerable<Document> documents,
        CancellationToken cancellationToken)
    {
        long rows = 0;
        if (format == FileFormat.Npy)
            NpyFile.WriteHeader(stream, rows, vector.Dimensions);
        foreach (Document document in documents)
        {
            if (Floats(document[vector.Name]) is not { } elements)
                continue; // a document without the vector has no row
            cancellationToken.ThrowIfCancellationRequested();
            string key = document.Key.Type == KeyType.String ? (string)document.Key.Value : document.Key.ToString();
            if (key.AsSpan().IndexOfAny('\n', '\r') >= 0)
                throw new BadInputException(
                    $"The key {document.Key} has a line end in it, which the file of keys cannot hold; use JSON Lines.");
            if (format == FileFormat.Fvecs)
                WriteInt32(stream, elements.Length);
            stream.Write(MemoryMarshal.AsBytes<float>(elements));
            await keys.WriteLineAsync(key);
            rows++;
        }

        if (format == FileFormat.Npy)
        {
            stream.Position = 0;
            NpyFile.WriteHeader(stream, rows, vector.Dimensions);
        }

        return rows;
    }

    private static float[]? Floats(object? vector) => vector switch
    {
        ReadOnlyMemory<float> elements => elements.ToArray(),
        ReadOnlyMemory<Half> elements => Array.ConvertAll(elements.ToArray(), element => (float)element),
        ReadOnlyMemory<sbyte> elements => Array.ConvertAll(elements.ToArray(), element => (float)element),
        _ => null,
    };

    private static IEnumerable<float[]> ReadFvecs(Stream stream, CancellationToken cancellationToken)
    {
        byte[] count = new byte[sizeof(int)];
        for (long row = 0; ; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int read = stream.ReadAtLeast(count, count.Length, throwOnEndOfStream: false);
            if (read == 0)
                yield break;
            int dimensions = BinaryPrimitives.ReadInt32LittleEndian(count);
            if (read < count.Length || dimensions is < 1 or > 1 << 20)
                throw new BadInputException(
                    $"Row {row} of the .fvecs file has {dimensions} dimensions; the file is damaged, or of another format.");
            yield return ReadRow(stream, dimensions, row);
        }
    }

    /// <summary>The elements of a row of floats.</summary>
    public static float[] ReadRow(Stream stream, int dimensions, long row)
    {
        float[] elements = new float[dimensions];
        Span<byte> bytes = MemoryMarshal.AsBytes(elements.AsSpan());
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new BadInputException($"The file ends in the middle of row {row}; it is damaged.");
        return elements;
    }

    private static void WriteInt32(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}

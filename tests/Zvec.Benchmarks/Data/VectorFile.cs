using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Zvec.Benchmarks.Data;

/// <summary>Reads a TEXMEX file row by row: each row is its number of elements as a little-endian 32-bit integer, then the elements of four
/// bytes each (float in <c>.fvecs</c>, int in <c>.ivecs</c>).</summary>
internal sealed class VectorFile<T> : IDisposable
    where T : unmanaged
{
    private const int ElementLength = 4;
    private const int BufferLength = 1 << 20;

    private readonly string _path;
    private readonly Stream _stream;
    private readonly byte[] _row;
    private int _next;

    private VectorFile(string path, Stream stream, int dimensions, int count)
    {
        _path = path;
        _stream = stream;
        Dimensions = dimensions;
        Count = count;
        _row = new byte[(dimensions + 1) * ElementLength];
    }

    /// <summary>The number of elements of every row.</summary>
    public int Dimensions { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>Opens a file and checks that its length is a whole number of rows as long as the first one.</summary>
    /// <exception cref="InvalidDataException">The file is no such file.</exception>
    public static VectorFile<T> Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferLength, FileOptions.SequentialScan);
        try
        {
            Span<byte> head = stackalloc byte[ElementLength];
            if (stream.ReadAtLeast(head, ElementLength, throwOnEndOfStream: false) < ElementLength)
                throw new InvalidDataException($"{path}: {stream.Length} bytes are too few for a row.");
            int dimensions = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (dimensions is < 1 or > 1_000_000)
                throw new InvalidDataException($"{path}: the first row claims {dimensions} elements; is this a file of vectors (fvecs, ivecs)?");
            long rowLength = (dimensions + 1L) * ElementLength;
            if (stream.Length % rowLength != 0)
                throw new InvalidDataException($"{path}: {stream.Length} bytes are no whole number of rows of {dimensions} elements ({rowLength} bytes).");
            if (stream.Length / rowLength > int.MaxValue)
                throw new InvalidDataException($"{path}: more than {int.MaxValue} rows.");
            stream.Position = 0;
            return new VectorFile<T>(path, stream, dimensions, (int)(stream.Length / rowLength));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads all rows, or the first <paramref name="limit"/> of them.</summary>
    public static T[][] ReadAll(string path, int limit = int.MaxValue)
    {
        using VectorFile<T> file = Open(path);
        var rows = new T[Math.Min(limit, file.Count)][];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = file.ReadRow();
        return rows;
    }

    /// <summary>Reads the next row.</summary>
    /// <exception cref="InvalidDataException">The row has another length than the first one.</exception>
    /// <exception cref="EndOfStreamException">There is no further row.</exception>
    public T[] ReadRow()
    {
        _stream.ReadExactly(_row);
        int dimensions = BinaryPrimitives.ReadInt32LittleEndian(_row);
        if (dimensions != Dimensions)
            throw new InvalidDataException($"{_path}: row {_next} has {dimensions} elements where the first row has {Dimensions}.");
        _next++;
        var values = new T[Dimensions];
        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        _row.AsSpan(ElementLength).CopyTo(bytes);
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<byte, int>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return values;
    }

    public void Dispose() => _stream.Dispose();
}

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Zvec.Cli.Files;

/// <summary>A matrix of numbers as NumPy saves it: <c>numpy.lib.format</c>, versions 1 to 3, rows first, little-endian.</summary>
internal static partial class NpyFile
{
    // enough for any number of rows, so that the header can be written again over itself
    private const int HeaderBytes = 128;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The rows of a matrix.</summary>
    public static IEnumerable<float[]> Read(Stream stream, CancellationToken cancellationToken)
    {
        (string type, long rows, int columns) = ReadHeader(stream);
        for (long row = 0; row < rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return type switch
            {
                "<f4" => VectorFiles.ReadRow(stream, columns, row),
                "<f8" => Convert<double>(stream, columns, row, element => (float)element),
                "<f2" => Convert<Half>(stream, columns, row, element => (float)element),
                _ => Convert<sbyte>(stream, columns, row, element => element),
            };
        }
    }

    /// <summary>Writes the header of a matrix of floats.</summary>
    public static void WriteHeader(Stream stream, long rows, int columns)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
        int prefix = Magic.Length + 2 + sizeof(ushort);
        byte[] header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(HeaderBytes - prefix));
        Encoding.ASCII.GetBytes(text.PadRight(HeaderBytes - prefix - 1) + "\n", header.AsSpan(prefix));
        stream.Write(header);
    }

    private static (string Type, long Rows, int Columns) ReadHeader(Stream stream)
    {
        byte[] start = new byte[Magic.Length + 2];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.AsSpan().StartsWith(Magic))
            throw new BadInputException("The file is no .npy file; save it with numpy.save.");
        byte[] length = new byte[start[6] == 1 ? sizeof(ushort) : sizeof(uint)];
        stream.ReadExactly(length);
        uint size = length.Length == sizeof(ushort)
            ? BinaryPrimitives.ReadUInt16LittleEndian(length)
            : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (size > 1 << 16)
            throw new BadInputException($"The header of the .npy file has {size} bytes; the file is damaged.");
        byte[] text = new byte[size];
        stream.ReadExactly(text);
        string header = Encoding.UTF8.GetString(text);
        Match type = TypePattern().Match(header);
        Match shape = ShapePattern().Match(header);
        if (!type.Success || !shape.Success || header.Contains("'fortran_order': True", StringComparison.Ordinal))
        {
            throw new BadInputException(
                $"The .npy file holds {header.Trim()}; save a matrix of float32, float64, float16 or int8, rows first "
                    + "(numpy.ascontiguousarray).");
        }

        return (
            type.Groups[1].Value,
            long.Parse(shape.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(shape.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
    }

    private static float[] Convert<T>(Stream stream, int columns, long row, Converter<T, float> convert)
        where T : unmanaged
    {
        T[] elements = new T[columns];
        Span<byte> bytes = MemoryMarshal.AsBytes(elements.AsSpan());
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new BadInputException($"The file ends in the middle of row {row}; it is damaged.");
        return Array.ConvertAll(elements, convert);
    }

    [GeneratedRegex("'descr': *'(<f4|<f8|<f2|[|]i1)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex("'shape': *\\(([0-9]{1,15}), *([1-9][0-9]{0,5}),? *\\)")]
    private static partial Regex ShapePattern();
}

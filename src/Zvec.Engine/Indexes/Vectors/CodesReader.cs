using System.Buffers.Binary;
using Zvec.Engine.Quantizers;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Opens codes in a file that <see cref="CodesWriter"/> wrote, to be read in place.</summary>
internal static unsafe class CodesReader
{
    /// <summary>Opens the codes of a field.</summary>
    /// <param name="reader">The file, of kind <see cref="CodesFormat.Kind"/>, which the caller keeps open as long as the codes are used.</param>
    /// <param name="vector">The field, whose schema says what codes they must be.</param>
    /// <param name="rows">The rows of the segment.</param>
    public static VectorCodes Open(SectionFileReader reader, VectorSchema vector, int rows)
    {
        VectorCodes codes = Open(reader);
        QuantizerForm? form = CodeForms.Of(vector);
        return codes.Count == rows && codes.Quantizer.Form == form
            ? codes
            : throw SectionFileReader.Corrupt(
                reader.Path, $"it has {codes.Count} codes {codes.Quantizer.Form} where {rows} codes {form} belong");
    }

    /// <param name="reader">The file, of kind <see cref="CodesFormat.Kind"/>, which the caller keeps open as long as the codes are used.</param>
    public static VectorCodes Open(SectionFileReader reader)
    {
        ReadOnlySpan<byte> header = reader.GetSection(CodesFormat.HeaderSection).AsSpan<byte>(CodesFormat.HeaderLength);
        var codes = (Quantization)BinaryPrimitives.ReadInt32LittleEndian(header);
        var metric = (Metric)BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        int dimensions = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        int isRotated = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        int stride = BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        long count = BinaryPrimitives.ReadInt64LittleEndian(header[20..]);
        ulong seed = BinaryPrimitives.ReadUInt64LittleEndian(header[28..]);
        if (codes is not (Quantization.Float16 or Quantization.Int8 or Quantization.Int4)
            || metric is not (Metric.Cosine or Metric.InnerProduct or Metric.L2)
            || dimensions is < 1 or > CodesFormat.MaximumDimensions || isRotated is not (0 or 1) || isRotated == 1 == (seed == 0)
            || count is < 0 or > int.MaxValue)
        {
            throw SectionFileReader.Corrupt(
                reader.Path, $"{count} codes {codes} of {dimensions} dimensions under the metric {metric}, rotated {isRotated} by {seed}, cannot be");
        }

        float[] mean = reader.GetSection(CodesFormat.MeanSection).AsSpan<float>(dimensions).ToArray();
        foreach (float element in mean)
        {
            if (!float.IsFinite(element))
                throw SectionFileReader.Corrupt(reader.Path, "the mean of its vectors is not finite");
        }

        Quantizer quantizer = Quantizer.Create(new QuantizerForm(codes, metric, dimensions, isRotated == 1), mean, seed);
        if (stride != quantizer.Stride)
            throw SectionFileReader.Corrupt(reader.Path, $"codes {quantizer.Form} take {quantizer.Stride} bytes and not {stride}");
        Section rows = reader.GetSection(CodesFormat.RowsSection);
        if (rows.Length != count * stride)
            throw SectionFileReader.Corrupt(reader.Path, $"its codes take {rows.Length} bytes where {count} times {stride} were expected");
        return new VectorCodes(quantizer, rows.Pointer, (int)count);
    }
}

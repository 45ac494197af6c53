using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Quantizers;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Encodes a vector column and writes the file of its codes (<see cref="CodesFormat"/>).</summary>
internal static class CodesWriter
{
    /// <summary>Rows from which the mean is taken, at most.</summary>
    private const int SampleRows = 1 << 16;

    private const int GlanceRows = 1 << 10;

    /// <summary>What the file of a field's codes takes, in bytes; 0 when its schema asks for none.</summary>
    public static long EstimateFileBytes(VectorSchema vector, int rows) =>
        CodeForms.Of(vector) is { } form ? (long)rows * Quantizer.Create(form, new float[form.Dimensions]).Stride : 0;

    /// <summary>Encodes the vectors of a field whose schema asks for codes.</summary>
    /// <param name="writer">A new file of kind <see cref="CodesFormat.Kind"/>; the caller finishes it.</param>
    /// <param name="vector">The field.</param>
    /// <param name="column">Its vectors.</param>
    /// <param name="cancellation">Stops between some rows.</param>
    public static void Write(SectionFileWriter writer, VectorSchema vector, VectorColumn column, CancellationToken cancellation) =>
        Write(
            writer,
            CodeForms.Of(vector) ?? throw new ArgumentException($"The field '{vector.Name}' has no codes.", nameof(vector)),
            column,
            cancellation);

    /// <param name="writer">A new file of kind <see cref="CodesFormat.Kind"/>; the caller finishes it.</param>
    /// <param name="form">The codes to make.</param>
    /// <param name="column">The vectors, of type <see cref="VectorType.Float32"/>.</param>
    /// <param name="cancellation">Stops between some rows.</param>
    public static void Write(SectionFileWriter writer, QuantizerForm form, VectorColumn column, CancellationToken cancellation = default)
    {
        Quantizer quantizer = Quantizer.Create(form, Mean(form, column, cancellation));
        Span<byte> header = stackalloc byte[CodesFormat.HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, (int)form.Codes);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], (int)form.Metric);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], form.Dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], form.IsRotated ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], quantizer.Stride);
        BinaryPrimitives.WriteInt64LittleEndian(header[20..], column.Count);
        BinaryPrimitives.WriteUInt64LittleEndian(header[28..], quantizer.Seed);
        writer.WriteSection(CodesFormat.HeaderSection, header);
        writer.WriteSection(CodesFormat.MeanSection, MemoryMarshal.AsBytes(quantizer.Mean));

        writer.BeginSection(CodesFormat.RowsSection);
        byte[] code = new byte[quantizer.Stride];
        for (int row = 0; row < column.Count; row++)
        {
            if (row % GlanceRows == 0)
                cancellation.ThrowIfCancellationRequested();
            if (column.HasVector(row))
                quantizer.Encode(MemoryMarshal.Cast<byte, float>(column.GetElements(row)), code);
            else
                Array.Clear(code);
            writer.Write(code);
        }

        writer.EndSection();
    }

    /// <summary>The mean of rows spread evenly over the column, for the cosine metric of their directions.</summary>
    private static float[] Mean(QuantizerForm form, VectorColumn column, CancellationToken cancellation)
    {
        double[] sums = new double[form.Dimensions];
        float[] direction = new float[form.Dimensions];
        int step = Math.Max(1, column.Count / SampleRows);
        int taken = 0;
        for (int row = 0; row < column.Count; row += step)
        {
            if (taken % GlanceRows == 0)
                cancellation.ThrowIfCancellationRequested();
            if (!column.HasVector(row))
                continue;
            ReadOnlySpan<float> vector = MemoryMarshal.Cast<byte, float>(column.GetElements(row));
            if (form.Metric == Metric.Cosine)
            {
                Directions.Of(vector, direction);
                vector = direction;
            }

            for (int i = 0; i < sums.Length; i++)
                sums[i] += vector[i];
            taken++;
        }

        return [.. sums.Select(sum => taken == 0 ? 0 : (float)(sum / taken))];
    }
}

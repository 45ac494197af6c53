using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Quantizers;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Writes an IVF index to a file (<see cref="IvfFormat"/>).</summary>
internal static class IvfWriter
{
    private const int GlanceLists = 1 << 10;

    /// <summary>About what the file takes, in bytes.</summary>
    public static long EstimateFileBytes(VectorSchema vector, int rows)
    {
        long lists = IvfBuilder.ListsFor((IvfFlatIndexOptions)vector.Index, rows, vector.Dimensions);
        return CodesWriter.EstimateFileBytes(vector, rows) + ((long)rows * sizeof(int)) + (lists * (vector.Dimensions + 64));
    }

    /// <param name="writer">A new file of kind <see cref="IvfFormat.Kind"/>; the caller finishes it.</param>
    /// <param name="index">The lists.</param>
    /// <param name="codes">The codes of the rows; null for none.</param>
    /// <param name="column">The vectors.</param>
    /// <param name="cancellation">Stops between some rows.</param>
    public static void Write(
        SectionFileWriter writer, IvfLists index, QuantizerForm? codes, VectorColumn column, CancellationToken cancellation = default)
    {
        if (codes is { } form)
            CodesWriter.Write(writer, form, new ListedVectors(column, index.Lists.Rows.ToArray()), cancellation);

        Span<byte> header = stackalloc byte[IvfFormat.HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, (int)index.Space.Metric);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], index.Space.VectorDimensions);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], index.Lists.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], column.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], index.Lists.Rows.Length);
        BinaryPrimitives.WriteSingleLittleEndian(header[20..], index.Space.Scale);
        writer.WriteSection(IvfFormat.HeaderSection, header);

        WriteCentroids(writer, index, cancellation);
        writer.WriteSection(IvfFormat.StartsSection, MemoryMarshal.AsBytes(index.Lists.Starts));
        writer.WriteSection(IvfFormat.RowsSection, MemoryMarshal.AsBytes(index.Lists.Rows));
    }

    private static void WriteCentroids(SectionFileWriter writer, IvfLists index, CancellationToken cancellation)
    {
        int dimensions = index.Space.Dimensions;
        float[] mean = new float[dimensions];
        for (int list = 0; list < index.Lists.Count; list++)
            TensorPrimitives.Add(mean, index.Centroids.AsSpan(list * dimensions, dimensions), mean);
        TensorPrimitives.Divide(mean, Math.Max(1, index.Lists.Count), mean);
        for (int i = 0; i < mean.Length; i++)
            mean[i] = float.IsFinite(mean[i]) ? mean[i] : 0;
        writer.WriteSection(IvfFormat.MeanSection, MemoryMarshal.AsBytes<float>(mean));

        var quantizer = Quantizer.Create(index.Space.CentroidCodes, mean);
        byte[] code = new byte[quantizer.Stride];
        writer.BeginSection(IvfFormat.CentroidsSection);
        for (int list = 0; list < index.Lists.Count; list++)
        {
            if (list % GlanceLists == 0)
                cancellation.ThrowIfCancellationRequested();
            quantizer.Encode(index.Centroids.AsSpan(list * dimensions, dimensions), code);
            writer.Write(code);
        }

        writer.EndSection();
    }
}

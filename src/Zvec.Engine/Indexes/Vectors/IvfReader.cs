using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using Zvec.Engine.Quantizers;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Opens an IVF index in a file that <see cref="IvfWriter"/> wrote, to be read in place.</summary>
internal static unsafe class IvfReader
{
    /// <summary>Opens the index of a field and checks every number that a search follows, so that damaged bytes cannot lead it
    /// astray.</summary>
    /// <param name="reader">The file, of kind <see cref="IvfFormat.Kind"/>, which the caller keeps open as long as the index is
    /// used.</param>
    /// <param name="vector">The field.</param>
    /// <param name="rows">The rows of the segment.</param>
    public static IvfIndex Open(SectionFileReader reader, VectorSchema vector, int rows)
    {
        ReadOnlySpan<byte> header = reader.GetSection(IvfFormat.HeaderSection).AsSpan<byte>(IvfFormat.HeaderLength);
        var metric = (Metric)BinaryPrimitives.ReadInt32LittleEndian(header);
        int dimensions = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        int lists = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        int rowCount = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        int listed = BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        float scale = BinaryPrimitives.ReadSingleLittleEndian(header[20..]);
        if (metric != vector.Index.Metric || dimensions != vector.Dimensions || rowCount != rows)
        {
            throw SectionFileReader.Corrupt(
                reader.Path,
                $"it is of {rowCount} vectors of {dimensions} dimensions under the metric {metric} where {rows} of {vector.Dimensions} "
                    + $"under {vector.Index.Metric} belong");
        }

        if (lists < 0 || lists > listed || listed < 0 || listed > rows || (lists == 0 && listed > 0)
            || !(scale > 0 && float.IsFinite(scale)))
        {
            throw SectionFileReader.Corrupt(reader.Path, $"{lists} lists of {listed} vectors, scaled by {scale}, cannot be");
        }

        var space = new CentroidSpace(metric, vector.Type, dimensions, scale);
        VectorCodes centroids = ReadCentroids(reader, space, lists);
        int* starts = ReadArray(reader, IvfFormat.StartsSection, lists + 1);
        int* listedRows = ReadArray(reader, IvfFormat.RowsSection, listed);
        CheckStarts(reader.Path, starts, lists, listed);
        CheckRows(reader.Path, listedRows, listed, rows);
        return new IvfIndex(space, centroids, starts, listedRows, rows, ReadCodes(reader, vector, listed));
    }

    private static VectorCodes? ReadCodes(SectionFileReader reader, VectorSchema vector, int listed)
    {
        bool has = reader.HasSection(CodesFormat.HeaderSection);
        if (CodeForms.Of(vector) is null)
            return has ? throw SectionFileReader.Corrupt(reader.Path, "it holds codes, which the field has not") : null;
        return has
            ? CodesReader.Open(reader, vector, listed)
            : throw SectionFileReader.Corrupt(reader.Path, "it holds no codes, which the field has");
    }

    private static VectorCodes ReadCentroids(SectionFileReader reader, CentroidSpace space, int lists)
    {
        float[] mean = reader.GetSection(IvfFormat.MeanSection).AsSpan<float>(space.Dimensions).ToArray();
        if (!Array.TrueForAll(mean, float.IsFinite))
            throw SectionFileReader.Corrupt(reader.Path, "the mean of its centroids is not finite");
        var quantizer = Quantizer.Create(space.CentroidCodes, mean);
        Section rows = reader.GetSection(IvfFormat.CentroidsSection);
        if (rows.Length != (long)lists * quantizer.Stride)
        {
            throw SectionFileReader.Corrupt(
                reader.Path, $"its centroids take {rows.Length} bytes where {lists} times {quantizer.Stride} were expected");
        }

        return new VectorCodes(quantizer, rows.Pointer, lists);
    }

    private static int* ReadArray(SectionFileReader reader, uint id, int count)
    {
        Section section = reader.GetSection(id);
        if (section.Length != (long)count * sizeof(int))
            throw SectionFileReader.Corrupt(reader.Path, $"section {id} has {section.Length} bytes where {count} numbers were expected");
        return (int*)section.Pointer;
    }

    private static void CheckStarts(string path, int* starts, int lists, int listed)
    {
        bool valid = starts[0] == 0 && starts[lists] == listed;
        for (int list = 0; list < lists; list++)
            valid &= starts[list] <= starts[list + 1];
        if (!valid)
            throw SectionFileReader.Corrupt(path, $"its lists do not follow one another up to the last of {listed} rows");
    }

    private static void CheckRows(string path, int* listedRows, int listed, int rows)
    {
        // as unsigned numbers, so that one maximum tells
        uint* numbers = (uint*)listedRows;
        Vector512<uint> greatest = default;
        int i = 0;
        for (; i <= listed - Vector512<uint>.Count; i += Vector512<uint>.Count)
            greatest = Vector512.Max(greatest, Vector512.Load(numbers + i));
        bool valid = listed == 0 || !Vector512.GreaterThanOrEqualAny(greatest, Vector512.Create((uint)rows));
        for (; i < listed; i++)
            valid &= numbers[i] < (uint)rows;
        if (!valid)
            throw SectionFileReader.Corrupt(path, $"a list names a row outside the {rows} of the segment");
    }
}

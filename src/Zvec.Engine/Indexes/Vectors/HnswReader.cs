using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Opens a graph in a file that <see cref="HnswWriter"/> wrote, to be searched in place.</summary>
internal static unsafe class HnswReader
{
    /// <summary>Opens a graph and checks every number that a search follows, so that damaged bytes cannot lead it astray.</summary>
    /// <param name="reader">The file, of kind <see cref="HnswFormat.Kind"/>; it belongs to the graph from here on, also when this throws.</param>
    public static HnswGraph Open(SectionFileReader reader)
    {
        try
        {
            HnswShape shape = ReadShape(reader);
            var pointers = new HnswPointers(
                shape.M,
                Array(reader, HnswFormat.LevelsSection, shape.LevelsBytes),
                (int*)Array(reader, HnswFormat.UpperStartsSection, shape.UpperStartsBytes),
                (int*)Array(reader, HnswFormat.BaseLinksSection, shape.BaseLinksBytes),
                (int*)Array(reader, HnswFormat.UpperLinksSection, shape.UpperLinksBytes));
            CheckLevels(reader.Path, shape, pointers);
            CheckBaseLinks(reader.Path, shape, pointers);
            CheckUpperLinks(reader.Path, shape, pointers);
            return new HnswGraph(shape, pointers, reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private static HnswShape ReadShape(SectionFileReader reader)
    {
        ReadOnlySpan<byte> header = reader.GetSection(HnswFormat.HeaderSection).AsSpan<byte>(HnswFormat.HeaderLength);
        var shape = new HnswShape(
            BinaryPrimitives.ReadInt32LittleEndian(header),
            BinaryPrimitives.ReadInt32LittleEndian(header[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[20..]));
        if (shape.Count < 0 || shape.M is < 2 or > HnswFormat.MaximumM || shape.EfConstruction < 1 || shape.UpperLists < 0
            || shape.EntryPoint < HnswGraph.NoRow || shape.EntryPoint >= shape.Count || shape.TopLevel is < 0 or > HnswGraph.HighestLevel)
        {
            throw SectionFileReader.Corrupt(reader.Path, $"a graph cannot be {shape}");
        }

        return shape;
    }

    private static byte* Array(SectionFileReader reader, uint id, long bytes)
    {
        Section section = reader.GetSection(id);
        if (section.Length != bytes)
            throw SectionFileReader.Corrupt(reader.Path, $"section {id} has {section.Length} bytes where {bytes} were expected");
        return section.Pointer;
    }

    private static void CheckLevels(string path, HnswShape shape, HnswPointers pointers)
    {
        long lists = 0;
        for (int row = 0; row < shape.Count; row++)
        {
            if (pointers.UpperStarts[row] != lists || pointers.Levels[row] > shape.TopLevel)
                throw SectionFileReader.Corrupt(path, $"the lists of row {row} are not where those before it end, or it is above the top level");
            lists += pointers.Levels[row];
        }

        if (lists != shape.UpperLists)
            throw SectionFileReader.Corrupt(path, $"its rows have {lists} lists above level 0 and its header says {shape.UpperLists}");
        if (shape.EntryPoint >= 0 && pointers.Levels[shape.EntryPoint] != shape.TopLevel)
            throw SectionFileReader.Corrupt(path, $"its entry point {shape.EntryPoint} is not on its top level {shape.TopLevel}");
    }

    private static void CheckBaseLinks(string path, HnswShape shape, HnswPointers pointers)
    {
        // one more than a link is at most the number of rows, and 0 where there is none; as unsigned numbers so that one maximum tells
        uint* links = (uint*)pointers.BaseLinks;
        long total = (long)shape.Count * shape.BasePlaces;
        Vector512<uint> greatest = default;
        long i = 0;
        for (; i <= total - Vector512<uint>.Count; i += Vector512<uint>.Count)
            greatest = Vector512.Max(greatest, Vector512.Load(links + i) + Vector512<uint>.One);
        bool valid = !Vector512.GreaterThanAny(greatest, Vector512.Create((uint)shape.Count));
        for (; i < total; i++)
            valid &= links[i] + 1 <= (uint)shape.Count;
        if (!valid)
            throw SectionFileReader.Corrupt(path, $"a link on level 0 leads outside its {shape.Count} rows");
    }

    private static void CheckUpperLinks(string path, HnswShape shape, HnswPointers pointers)
    {
        for (int row = 0; row < shape.Count; row++)
        {
            for (int level = 1; level <= pointers.Levels[row]; level++)
            {
                foreach (int link in new ReadOnlySpan<int>(pointers.Links(level, row), shape.M))
                {
                    if (link != HnswGraph.NoRow && ((uint)link >= (uint)shape.Count || pointers.Levels[link] < level))
                        throw SectionFileReader.Corrupt(path, $"a link of row {row} on level {level} leads to {link}, which is not there");
                }
            }
        }
    }
}

using System.Buffers.Binary;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Writes a graph to a file (<see cref="HnswFormat"/>).</summary>
internal static unsafe class HnswWriter
{
    private const int PieceBytes = 1 << 20;

    /// <param name="writer">A new file of kind <see cref="HnswFormat.Kind"/>; the caller finishes it.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    public static void Write(SectionFileWriter writer, HnswGraph graph, CancellationToken cancellation = default)
    {
        HnswShape shape = graph.Shape;
        Span<byte> header = stackalloc byte[HnswFormat.HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, shape.Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], shape.M);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], shape.EfConstruction);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], shape.EntryPoint);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], shape.TopLevel);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], shape.UpperLists);
        writer.WriteSection(HnswFormat.HeaderSection, header);

        HnswPointers pointers = graph.Pointers;
        WriteArray(writer, HnswFormat.LevelsSection, pointers.Levels, shape.LevelsBytes, cancellation);
        WriteArray(writer, HnswFormat.UpperStartsSection, (byte*)pointers.UpperStarts, shape.UpperStartsBytes, cancellation);
        WriteArray(writer, HnswFormat.BaseLinksSection, (byte*)pointers.BaseLinks, shape.BaseLinksBytes, cancellation);
        WriteArray(writer, HnswFormat.UpperLinksSection, (byte*)pointers.UpperLinks, shape.UpperLinksBytes, cancellation);
    }

    private static void WriteArray(SectionFileWriter writer, uint id, byte* array, long bytes, CancellationToken cancellation)
    {
        writer.BeginSection(id);
        for (long done = 0; done < bytes; done += PieceBytes)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(new ReadOnlySpan<byte>(array + done, (int)Math.Min(bytes - done, PieceBytes)));
        }

        writer.EndSection();
    }
}

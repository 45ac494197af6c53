using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>Writes the file of a vector column (<see cref="VectorColumnFormat"/>) from rows of other columns, one row at a time.</summary>
internal static unsafe class VectorColumnWriter
{
    /// <param name="writer">A new file of kind <see cref="VectorColumnFormat.Kind"/>; the caller finishes it.</param>
    /// <param name="layout">The rows' form; of the sources' type and dimensions, while the norm may be added or dropped.</param>
    /// <param name="sources">The rows, one source after the other.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    public static void Write(
        SectionFileWriter writer, VectorRowLayout layout, IReadOnlyList<VectorSource> sources, CancellationToken cancellation = default)
    {
        int count = 0;
        foreach (VectorSource source in sources)
        {
            if (source.Column?.Layout is { } given && (given.Type != layout.Type || given.Dimensions != layout.Dimensions))
                throw new ArgumentException($"Rows of {given} cannot be written as {layout}.", nameof(sources));
            count = checked(count + source.Count);
        }

        Span<byte> header = stackalloc byte[VectorColumnFormat.HeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)layout.Type);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)layout.Dimensions);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], layout.HasNorm ? 1u : 0u);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], (uint)layout.Stride);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], (ulong)count);
        writer.WriteSection(VectorColumnFormat.HeaderSection, header);

        writer.BeginSection(VectorColumnFormat.RowsSection);
        Bitmap? present = WriteRows(writer, layout, sources, count, cancellation);
        writer.EndSection();

        if (present is not null)
            writer.WriteSection(VectorColumnFormat.PresentSection, MemoryMarshal.AsBytes(present.Words));
    }

    /// <returns>The rows that have a vector; null when all have one.</returns>
    private static Bitmap? WriteRows(
        SectionFileWriter writer, VectorRowLayout layout, IReadOnlyList<VectorSource> sources, int count, CancellationToken cancellation)
    {
        Bitmap? present = null;
        byte[] row = new byte[layout.Stride];
        int written = 0;
        foreach (VectorSource source in sources)
        {
            VectorColumn? column = source.Column;
            bool sameForm = column?.Layout == layout;
            int previous = -1;
            for (int place = 0; place < source.Count; place++, written++)
            {
                cancellation.ThrowIfCancellationRequested();
                previous = source.RowAt(place, previous);
                if (column is null || !column.HasVector(previous))
                {
                    present ??= Bitmap.Full(count);
                    present[written] = false;
                    Array.Clear(row);
                    writer.Write(row);
                }
                else if (sameForm)
                {
                    byte* pointer = column.BlockAt(previous).Pointer;
                    writer.Write(new ReadOnlySpan<byte>(pointer, layout.Stride));
                }
                else
                {
                    VectorEncoder.Encode(layout, column.GetElements(previous), row);
                    writer.Write(row);
                }
            }
        }

        return present;
    }
}

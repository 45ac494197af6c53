using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>Writes a sealed column from rows of other columns: of one in memory, or of several that are merged. The
/// layout is that of <see cref="ColumnSections"/>.</summary>
internal sealed class ColumnWriter
{
    /// <summary>The newest version of the format.</summary>
    public const ushort Version = 1;

    private const int BufferLength = 1 << 15;

    private readonly SectionFileWriter _file;
    private readonly CancellationToken _cancellation;
    private readonly ByteWriter _buffer = new(BufferLength);

    private ColumnWriter(SectionFileWriter file, CancellationToken cancellation)
    {
        _file = file;
        _cancellation = cancellation;
    }

    /// <summary>Writes the sections of a column; the caller finishes the file.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="type">The type of the values.</param>
    /// <param name="sources">The rows, one source after the other.</param>
    /// <param name="cancellation">Stops each time that a buffer is full.</param>
    public static void Write(
        SectionFileWriter file, DataType type, IReadOnlyList<ColumnRows> sources, CancellationToken cancellation = default)
    {
        IEnumerable<RowRun> runs = RowRun.Of(sources);
        int rowCount = checked((int)Count(runs));
        bool isArray = type.IsArray();
        long elementCount = isArray ? Count(RowRun.OfElements(runs)) : 0;
        if (elementCount > int.MaxValue)
            throw ArrayColumnBuilder.TooManyElements(type);

        Span<byte> header = stackalloc byte[ColumnSections.HeaderLength];
        header.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(header, (int)type);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], rowCount);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], (int)elementCount);
        file.WriteSection(ColumnSections.Header, header);

        var writer = new ColumnWriter(file, cancellation);
        if (isArray)
        {
            writer.WriteNulls(runs, ColumnSections.Nulls);
            writer.WriteArrayOffsets(runs);
            writer.WriteScalars(type.Element(), RowRun.OfElements(runs), ColumnSections.ElementOffset);
        }
        else
        {
            writer.WriteScalars(type, runs, 0);
        }
    }

    private static long Count(IEnumerable<RowRun> runs)
    {
        long count = 0;
        foreach (RowRun run in runs)
            count += run.Count;
        return count;
    }

    private static bool HasNull(IEnumerable<RowRun> runs)
    {
        foreach (RowRun run in runs)
        {
            if (run.Column is null)
                return true;
            if (!run.Column.HasNulls)
                continue;
            for (int row = run.Start; row < run.Start + run.Count; row++)
            {
                if (run.Column.IsNull(row))
                    return true;
            }
        }

        return false;
    }

    private void WriteScalars(DataType type, IEnumerable<RowRun> runs, uint idOffset)
    {
        WriteNulls(runs, ColumnSections.Nulls + idOffset);
        if (type.IsFixedWidth())
        {
            _file.BeginSection(ColumnSections.Values + idOffset);
            PhysicalTypes.Dispatch<FixedValues, bool>(type, new FixedValues(this, runs));
            EndSection();
        }
        else
        {
            WriteBytes(runs, idOffset);
        }
    }

    private void WriteNulls(IEnumerable<RowRun> runs, uint id)
    {
        if (!HasNull(runs))
            return;
        _file.BeginSection(id);
        ulong word = 0;
        int bit = 0;
        foreach (RowRun run in runs)
        {
            bool mayBeNull = run.Column is null || run.Column.HasNulls;
            for (int row = run.Start; row < run.Start + run.Count; row++)
            {
                if (mayBeNull && (run.Column is null || run.Column.IsNull(row)))
                    word |= 1UL << bit;
                if (++bit == 64)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), word);
                    (word, bit) = (0, 0);
                }
            }
        }

        if (bit > 0)
            BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), word);
        EndSection();
    }

    private void WriteFixed<T>(IEnumerable<RowRun> runs)
        where T : unmanaged
    {
        foreach (RowRun run in runs)
        {
            if (run.Column is null)
            {
                for (int row = 0; row < run.Count; row++)
                    Reserve(Unsafe.SizeOf<T>()).Clear();
                continue;
            }

            var column = (FixedColumn<T>)run.Column;
            for (int done = 0; done < run.Count;)
            {
                // cut so that the bytes of a piece can be counted by an int
                ReadOnlySpan<T> piece = column.Run(run.Start + done, Math.Min(run.Count - done, 1 << 24));
                Append(MemoryMarshal.AsBytes(piece));
                done += piece.Length;
            }
        }
    }

    private void WriteBytes(IEnumerable<RowRun> runs, uint idOffset)
    {
        _file.BeginSection(ColumnSections.Offsets + idOffset);
        long offset = 0;
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), 0);
        foreach (RowRun run in runs)
        {
            for (int row = run.Start; row < run.Start + run.Count; row++)
            {
                offset += run.Column is BytesColumn column ? column.Bytes(row).Length : 0;
                BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), offset);
            }
        }

        EndSection();
        _file.BeginSection(ColumnSections.Values + idOffset);
        foreach (RowRun run in runs)
        {
            if (run.Column is not BytesColumn column)
                continue;
            for (int row = run.Start; row < run.Start + run.Count; row++)
                Append(column.Bytes(row));
        }

        EndSection();
    }

    private void WriteArrayOffsets(IEnumerable<RowRun> runs)
    {
        _file.BeginSection(ColumnSections.Offsets);
        int offset = 0;
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), 0);
        foreach (RowRun run in runs)
        {
            for (int row = run.Start; row < run.Start + run.Count; row++)
            {
                int length = 0;
                if (run.Column is ArrayColumn column)
                    column.Range(row, out _, out length);
                offset += length;
                BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), offset);
            }
        }

        EndSection();
    }

    private Span<byte> Reserve(int count)
    {
        if (count > BufferLength - _buffer.Length)
            Flush();
        return _buffer.Reserve(count);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < BufferLength)
        {
            bytes.CopyTo(Reserve(bytes.Length));
            return;
        }

        Flush();
        _file.Write(bytes);
    }

    private void Flush()
    {
        _cancellation.ThrowIfCancellationRequested();
        _file.Write(_buffer.Written);
        _buffer.Clear();
    }

    private void EndSection()
    {
        Flush();
        _file.EndSection();
    }

    private readonly struct FixedValues(ColumnWriter writer, IEnumerable<RowRun> runs) : IPhysicalVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged
        {
            writer.WriteFixed<T>(runs);
            return true;
        }
    }
}

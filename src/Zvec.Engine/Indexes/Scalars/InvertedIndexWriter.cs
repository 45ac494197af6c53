using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>Writes the inverted index of a column: for each value the rows that hold it. The layout is that of
/// <see cref="InvertedSections"/>.</summary>
internal sealed class InvertedIndexWriter
{
    /// <summary>The newest version of the format.</summary>
    public const ushort Version = 2;

    private const int FlushLength = 1 << 15;

    /// <summary>Rows and values between two looks at whether to stop; a power of two.</summary>
    private const int GlanceRows = 1 << 12;

    /// <summary>For each value: number and row (8), slots of the key table while it grows (32), where the key is (16), the sorted order
    /// (12), counts, places and offsets (28), the longest list of rows (4).</summary>
    private const long BytesPerValue = 100;

    /// <summary>For each value where its key and its list of rows are, their number, and one row.</summary>
    private const long FileBytesPerValue = 24;

    /// <summary>Buffers, and chunks that are not full.</summary>
    private const long LeastBytes = 1 << 18;

    private readonly SectionFileWriter _file;
    private readonly int _rowCount;
    private readonly CancellationToken _cancellation;
    private readonly BytesTable _keys = new();
    private readonly ByteWriter _buffer = new(FlushLength);

    // each value of each row, in row order, by the number of its key; a row may hold none, and an array several
    private readonly ChunkedList<int> _numbers = new();
    private readonly ChunkedList<int> _rows = new();
    private Bitmap? _nulls;
    private Bitmap? _nullElements;

    private InvertedIndexWriter(SectionFileWriter file, int rowCount, CancellationToken cancellation)
    {
        _file = file;
        _rowCount = rowCount;
        _cancellation = cancellation;
    }

    /// <summary>Writes the sections of the index; the caller finishes the file.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="column">The column; of an array column the elements are indexed.</param>
    /// <param name="rowCount">How many of its rows.</param>
    /// <param name="cancellation">Gives the index up between some rows.</param>
    public static void Write(SectionFileWriter file, Column column, int rowCount, CancellationToken cancellation = default)
    {
        var writer = new InvertedIndexWriter(file, rowCount, cancellation);
        writer.Gather(column);
        int[] order = writer._keys.Sort();
        int[] counts = writer.PlaceRows(order, out int[] placed);
        writer.WriteHeader(column.Type, order.Length);
        writer.WriteKeys(order, column.Type.IsArray() ? column.Type.Element() : column.Type);
        file.WriteSection(InvertedSections.Counts, MemoryMarshal.AsBytes<int>(counts));
        writer.WritePostings(counts, placed);
        writer.WriteBitmap(InvertedSections.Nulls, writer._nulls);
        writer.WriteBitmap(InvertedSections.NullElements, writer._nullElements);
    }

    /// <summary>What building an index takes at most, in bytes: as if all values were different.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rowCount">How many of its rows.</param>
    public static long EstimateBytes(Column column, int rowCount)
    {
        (long values, long keyBytes) = Measure(column, rowCount);
        return (values * BytesPerValue) + keyBytes + rowCount + LeastBytes;
    }

    /// <summary>What the file of an index takes at most, in bytes: as if all values were different.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rowCount">How many of its rows.</param>
    public static long EstimateFileBytes(Column column, int rowCount)
    {
        (long values, long keyBytes) = Measure(column, rowCount);
        return (values * FileBytesPerValue) + keyBytes + (rowCount / 4) + FlushLength;
    }

    /// <summary>The values of a column, and the bytes of their keys at most.</summary>
    private static (long Values, long KeyBytes) Measure(Column column, int rowCount)
    {
        long values = rowCount;
        Column elements = column;
        if (column is ArrayColumn arrays)
        {
            elements = arrays.Elements;
            int end = 0;
            if (rowCount > 0)
            {
                arrays.Range(rowCount - 1, out int start, out int length);
                end = start + length;
            }

            values = end;
        }

        long keyBytes = 0;
        if (elements is BytesColumn texts)
        {
            for (int i = 0; i < values; i++)
                keyBytes += texts.Bytes(i).Length;
        }
        else
        {
            keyBytes = values * SortKey.MaxFixedWidth;
        }

        return (values, keyBytes);
    }

    private void Gather(Column column)
    {
        for (int row = 0; row < _rowCount; row++)
        {
            Glance(row);
            if (column.IsNull(row))
                (_nulls ??= new Bitmap(_rowCount))[row] = true;
            else if (column is ArrayColumn arrays)
                GatherElements(arrays, row);
            else
                Add(column, row, row);
        }
    }

    private void GatherElements(ArrayColumn arrays, int row)
    {
        arrays.Range(row, out int start, out int length);
        for (int element = start; element < start + length; element++)
        {
            if (arrays.Elements.IsNull(element))
                (_nullElements ??= new Bitmap(_rowCount))[row] = true;
            else
                Add(arrays.Elements, element, row);
        }
    }

    private void Add(Column column, int position, int row)
    {
        _buffer.Clear();
        SortKey.Append(_buffer, column, position);
        _numbers.Add(_keys.Add(_buffer.Written));
        _rows.Add(row);
    }

    /// <summary>Brings the rows of each value together, the values in the order of their keys.</summary>
    /// <param name="order">The numbers of the keys in that order.</param>
    /// <param name="placed">The rows of the first value, then of the second and so on.</param>
    /// <returns>How many rows all the values before each have, and at the end all.</returns>
    private int[] PlaceRows(int[] order, out int[] placed)
    {
        // a row is counted once for a value, however often its array holds it
        int[] last = new int[order.Length];
        int[] next = new int[order.Length];
        Array.Fill(last, -1);
        for (int i = 0; i < _numbers.Count; i++)
        {
            Glance(i);
            if (last[_numbers[i]] == _rows[i])
                continue;
            last[_numbers[i]] = _rows[i];
            next[_numbers[i]]++;
        }

        int[] counts = new int[order.Length + 1];
        for (int i = 0; i < order.Length; i++)
        {
            counts[i + 1] = counts[i] + next[order[i]];
            next[order[i]] = counts[i];
        }

        placed = new int[counts[^1]];
        Array.Fill(last, -1);
        for (int i = 0; i < _numbers.Count; i++)
        {
            Glance(i);
            if (last[_numbers[i]] == _rows[i])
                continue;
            last[_numbers[i]] = _rows[i];
            placed[next[_numbers[i]]++] = _rows[i];
        }

        return counts;
    }

    private void WriteHeader(DataType type, int valueCount)
    {
        Span<byte> header = stackalloc byte[InvertedSections.HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, (int)type);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], _rowCount);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], valueCount);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], _nulls?.CountSet() ?? 0);
        _file.WriteSection(InvertedSections.Header, header);
    }

    private void WriteKeys(int[] order, DataType type)
    {
        _buffer.Clear();
        _file.BeginSection(InvertedSections.Keys);
        foreach (int number in order)
        {
            _buffer.WriteBytes(_keys[number]);
            FlushWhenFull();
        }

        EndSection();
        if (SortKey.Width(type) >= 0)
            return;
        _file.BeginSection(InvertedSections.KeyOffsets);
        long offset = 0;
        _buffer.WriteInt64(0);
        foreach (int number in order)
        {
            offset += _keys[number].Length;
            _buffer.WriteInt64(offset);
            FlushWhenFull();
        }

        EndSection();
    }

    private void WritePostings(int[] counts, int[] placed)
    {
        long[] offsets = new long[counts.Length];
        long written = 0;
        _file.BeginSection(InvertedSections.Postings);
        for (int i = 0; i + 1 < counts.Length; i++)
        {
            int before = _buffer.Length;
            PostingList.Write(placed.AsSpan(counts[i], counts[i + 1] - counts[i]), _rowCount, _buffer);
            written += _buffer.Length - before;
            offsets[i + 1] = written;
            FlushWhenFull();
        }

        EndSection();
        _file.WriteSection(InvertedSections.PostingOffsets, MemoryMarshal.AsBytes<long>(offsets));
    }

    private void WriteBitmap(uint id, Bitmap? rows)
    {
        if (rows is not null)
            _file.WriteSection(id, MemoryMarshal.AsBytes(rows.Words));
    }

    private void FlushWhenFull()
    {
        if (_buffer.Length >= FlushLength)
            Flush();
    }

    private void Glance(int row)
    {
        if ((row & (GlanceRows - 1)) == 0)
            _cancellation.ThrowIfCancellationRequested();
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
}

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>The rows that hold one value, ascending, as bytes.</summary>
/// <remarks>
/// A list has the form that is smallest or nearly so, and that a bitmap takes at about a row a nanosecond. Few rows are four bytes each,
/// so that lists of values that follow each other can be read as one. Many are a bitmap. Those in between are parted by chunks of 65,536
/// rows, as in Chambi, Lemire, Kaser, Godin, "Better bitmap performance with Roaring bitmaps" (2016), of which a row takes two bytes:
/// first, for each chunk, an u32, how many rows are in it and in all before; then the rows' places in their chunks.
/// </remarks>
internal static class PostingList
{
    private const int ChunkBits = 16;

    private const int ChunkRows = 1 << ChunkBits;

    /// <summary>Whether so many of all rows are stored as a bitmap, which then takes no more bytes than chunks would.</summary>
    public static bool IsBitmap(int count, int rowCount) => count > rowCount / 8;

    /// <summary>Whether so many of all rows are stored as they are.</summary>
    public static bool IsPlain(int count, int rowCount) => count <= 16 + (4 * ChunkCount(rowCount)) && !IsBitmap(count, rowCount);

    public static void Write(ReadOnlySpan<int> rows, int rowCount, ByteWriter into)
    {
        if (IsBitmap(rows.Length, rowCount))
            WriteBitmap(rows, rowCount, into);
        else if (IsPlain(rows.Length, rowCount))
            WritePlain(rows, into);
        else
            WriteChunks(rows, rowCount, into);
    }

    /// <summary>Adds the rows to a bitmap, unless the bytes are not a list of <paramref name="count"/> rows below the
    /// bitmap's length.</summary>
    /// <returns>Whether they are.</returns>
    public static bool TryAddTo(ReadOnlySpan<byte> bytes, int count, Bitmap into)
    {
        if (IsBitmap(count, into.Length))
            return TryAddBitmap(bytes, into);
        return IsPlain(count, into.Length) ? TryAddPlain(bytes, count, into) : TryAddChunks(bytes, count, into);
    }

    /// <summary>Adds rows that are stored as they are, of one list or of several that follow each other.</summary>
    /// <returns>Whether the bytes are so many rows below the bitmap's length.</returns>
    public static bool TryAddPlain(ReadOnlySpan<byte> bytes, int count, Bitmap into)
    {
        if (bytes.Length != (long)count * sizeof(int))
            return false;
        ref ulong words = ref MemoryMarshal.GetReference(into.MutableWords);
        uint length = (uint)into.Length;
        foreach (int stored in MemoryMarshal.Cast<byte, int>(bytes))
        {
            uint row = (uint)stored;
            if (row >= length)
                return false;
            Unsafe.Add(ref words, row >> 6) |= 1UL << (int)row;
        }

        return true;
    }

    /// <summary>Adds rows that are stored as a bitmap.</summary>
    /// <returns>Whether the bytes are as many as a bitmap of that length has.</returns>
    public static bool TryAddBitmap(ReadOnlySpan<byte> bytes, Bitmap into)
    {
        Span<ulong> words = into.MutableWords;
        if (bytes.Length != words.Length * sizeof(ulong))
            return false;
        ReadOnlySpan<ulong> stored = MemoryMarshal.Cast<byte, ulong>(bytes);
        for (int i = 0; i < words.Length; i++)
            words[i] |= stored[i];
        into.ClearTail();
        return true;
    }

    /// <summary>Lists the rows, unless the bytes are not a list of <paramref name="count"/> different rows below
    /// <paramref name="rowCount"/>, ascending.</summary>
    /// <returns>Whether they are.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int count, int rowCount, List<int> rows)
    {
        if (IsBitmap(count, rowCount))
        {
            var found = new Bitmap(rowCount);
            if (!TryAddBitmap(bytes, found))
                return false;
            for (int row = found.NextSet(0); row >= 0; row = found.NextSet(row + 1))
                rows.Add(row);
            return rows.Count == count;
        }

        if (!IsPlain(count, rowCount))
            return TryReadChunks(bytes, count, rowCount, rows);

        int previous = -1;
        foreach (int row in MemoryMarshal.Cast<byte, int>(bytes))
        {
            if (row <= previous || row >= rowCount)
                return false;
            rows.Add(row);
            previous = row;
        }

        return bytes.Length == (long)count * sizeof(int);
    }

    private static bool TryReadChunks(ReadOnlySpan<byte> bytes, int count, int rowCount, List<int> rows)
    {
        int chunks = ChunkCount(rowCount);
        if (bytes.Length != (chunks * sizeof(uint)) + ((long)count * sizeof(ushort)))
            return false;
        ReadOnlySpan<uint> ends = MemoryMarshal.Cast<byte, uint>(bytes[..(chunks * sizeof(uint))]);
        ReadOnlySpan<ushort> places = MemoryMarshal.Cast<byte, ushort>(bytes[(chunks * sizeof(uint))..]);
        int previous = -1;
        uint start = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            uint end = ends[chunk];
            if (end < start || end > (uint)count)
                return false;
            foreach (ushort place in places[(int)start..(int)end])
            {
                int row = (chunk << ChunkBits) + place;
                if (row <= previous || row >= rowCount)
                    return false;
                rows.Add(row);
                previous = row;
            }

            start = end;
        }

        return start == (uint)count;
    }

    private static bool TryAddChunks(ReadOnlySpan<byte> bytes, int count, Bitmap into)
    {
        int chunks = ChunkCount(into.Length);
        if (bytes.Length != (chunks * sizeof(uint)) + ((long)count * sizeof(ushort)))
            return false;
        ReadOnlySpan<uint> ends = MemoryMarshal.Cast<byte, uint>(bytes[..(chunks * sizeof(uint))]);
        ReadOnlySpan<ushort> places = MemoryMarshal.Cast<byte, ushort>(bytes[(chunks * sizeof(uint))..]);
        uint start = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            uint end = ends[chunk];
            if (end < start || end > (uint)count)
                return false;
            Span<ulong> words = into.MutableWords[(chunk << (ChunkBits - 6))..];
            bool isFull = into.Length - (chunk << ChunkBits) >= ChunkRows;
            if (!isFull && !AreBelow(into.Length & (ChunkRows - 1), places[(int)start..(int)end]))
                return false;
            ref ulong first = ref MemoryMarshal.GetReference(words);
            foreach (ushort place in places[(int)start..(int)end])
                Unsafe.Add(ref first, place >> 6) |= 1UL << place;
            start = end;
        }

        return start == (uint)count;
    }

    private static bool AreBelow(int length, ReadOnlySpan<ushort> places)
    {
        foreach (ushort place in places)
        {
            if (place >= length)
                return false;
        }

        return true;
    }

    private static void WritePlain(ReadOnlySpan<int> rows, ByteWriter into)
    {
        foreach (int row in rows)
            BinaryPrimitives.WriteInt32LittleEndian(into.Reserve(sizeof(int)), row);
    }

    private static void WriteBitmap(ReadOnlySpan<int> rows, int rowCount, ByteWriter into)
    {
        Span<byte> bytes = into.Reserve(Bitmap.WordCount(rowCount) * sizeof(ulong));
        bytes.Clear();
        foreach (int row in rows)
            bytes[row >> 3] |= (byte)(1 << (row & 7));
    }

    private static void WriteChunks(ReadOnlySpan<int> rows, int rowCount, ByteWriter into)
    {
        int end = 0;
        for (int chunk = 0; chunk < ChunkCount(rowCount); chunk++)
        {
            while (end < rows.Length && rows[end] >> ChunkBits == chunk)
                end++;
            BinaryPrimitives.WriteInt32LittleEndian(into.Reserve(sizeof(uint)), end);
        }

        foreach (int row in rows)
            BinaryPrimitives.WriteUInt16LittleEndian(into.Reserve(sizeof(ushort)), (ushort)row);
    }

    private static int ChunkCount(int rowCount) => (int)(((long)rowCount + ChunkRows - 1) >> ChunkBits);
}

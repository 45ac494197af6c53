using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>The rows that hold one value, ascending, as bytes.</summary>
internal static class PostingList
{
    /// <summary>Whether so many of all rows are stored as a bitmap, which then takes no more bytes than a list would.</summary>
    public static bool IsBitmap(int count, int rowCount) => count > rowCount / 8;

    public static void Write(ReadOnlySpan<int> rows, int rowCount, ByteWriter into)
    {
        if (IsBitmap(rows.Length, rowCount))
        {
            WriteBitmap(rows, rowCount, into);
            return;
        }

        int previous = 0;
        foreach (int row in rows)
        {
            into.WriteVarint((uint)(row - previous));
            previous = row;
        }
    }

    /// <summary>Adds the rows to a bitmap, unless the bytes are not a list of <paramref name="count"/> rows below the
    /// bitmap's length.</summary>
    /// <returns>Whether they are.</returns>
    public static bool TryAddTo(ReadOnlySpan<byte> bytes, int count, Bitmap into)
    {
        if (IsBitmap(count, into.Length))
            return TryAddBitmap(bytes, into);
        Span<ulong> words = into.MutableWords;
        int position = 0;
        long row = 0;
        for (int i = 0; i < count; i++)
        {
            uint difference = 0;
            for (int shift = 0; ; shift += 7)
            {
                if (shift > 28 || position == bytes.Length)
                    return false;
                byte next = bytes[position++];
                difference |= (uint)(next & 0x7F) << shift;
                if (next < 0x80)
                    break;
            }

            row += difference;
            if (row >= into.Length)
                return false;
            words[(int)(row >> 6)] |= 1UL << (int)row;
        }

        return position == bytes.Length;
    }

    /// <summary>Lists the rows, unless the bytes are not a list of <paramref name="count"/> different rows below
    /// <paramref name="rowCount"/>, ascending.</summary>
    /// <returns>Whether they are.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int count, int rowCount, List<int> rows)
    {
        var found = new Bitmap(IsBitmap(count, rowCount) ? rowCount : 0);
        if (found.Length > 0)
        {
            if (!TryAddBitmap(bytes, found))
                return false;
            for (int row = found.NextSet(0); row >= 0; row = found.NextSet(row + 1))
                rows.Add(row);
            return rows.Count == count;
        }

        int position = 0;
        long next = 0;
        while (rows.Count < count)
        {
            uint difference = 0;
            for (int shift = 0; ; shift += 7)
            {
                if (shift > 28 || position == bytes.Length)
                    return false;
                byte part = bytes[position++];
                difference |= (uint)(part & 0x7F) << shift;
                if (part < 0x80)
                    break;
            }

            if (difference == 0 && rows.Count > 0)
                return false;
            next += difference;
            if (next >= rowCount)
                return false;
            rows.Add((int)next);
        }

        return position == bytes.Length;
    }

    private static void WriteBitmap(ReadOnlySpan<int> rows, int rowCount, ByteWriter into)
    {
        Span<byte> bytes = into.Reserve(Bitmap.WordCount(rowCount) * sizeof(ulong));
        bytes.Clear();
        foreach (int row in rows)
            bytes[row >> 3] |= (byte)(1 << (row & 7));
    }

    private static bool TryAddBitmap(ReadOnlySpan<byte> bytes, Bitmap into)
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
}

using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>Reads posting lists of version 1 of the file of an inverted index: bitmaps, or varints of the differences between
/// rows.</summary>
internal static class VarintPostingList
{
    /// <summary>Adds the rows to a bitmap, unless the bytes are not a list of <paramref name="count"/> rows below the
    /// bitmap's length.</summary>
    /// <returns>Whether they are.</returns>
    public static bool TryAddTo(ReadOnlySpan<byte> bytes, int count, Bitmap into)
    {
        if (PostingList.IsBitmap(count, into.Length))
            return PostingList.TryAddBitmap(bytes, into);
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

    /// <summary>Lists the rows of a list that is no bitmap, unless the bytes are not <paramref name="count"/> different rows below
    /// <paramref name="rowCount"/>, ascending.</summary>
    /// <returns>Whether they are.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int count, int rowCount, List<int> rows)
    {
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
}

using System.Numerics;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Filters;

/// <summary>Sets of rows and the nulls of a column.</summary>
internal static class NullRows
{
    /// <summary>Removes the rows that are null.</summary>
    public static void Remove(Column column, Bitmap rows)
    {
        if (!column.HasNulls)
            return;
        Span<ulong> words = rows.MutableWords;
        for (int word = 0; word < words.Length;)
        {
            foreach (ulong nulls in column.NullWords(word, words.Length - word))
                words[word++] &= ~nulls;
        }
    }

    /// <summary>Removes the rows that are not null.</summary>
    public static void Keep(Column column, Bitmap rows)
    {
        Span<ulong> words = rows.MutableWords;
        for (int word = 0; word < words.Length;)
        {
            foreach (ulong nulls in column.NullWords(word, words.Length - word))
                words[word++] &= nulls;
        }
    }

    public static long Count(Column column, int rowCount)
    {
        long count = 0;
        int wordCount = Bitmap.WordCount(rowCount);
        for (int word = 0; word < wordCount;)
        {
            foreach (ulong nulls in column.NullWords(word, wordCount - word))
            {
                bool isCut = ++word == wordCount && (rowCount & 63) != 0;
                count += BitOperations.PopCount(isCut ? nulls & ((1UL << rowCount) - 1) : nulls);
            }
        }

        return count;
    }
}

using System.Numerics;
using Zvec.Engine.Distance;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Scans the rows whose bits are set.</summary>
internal static unsafe class FilteredScan<TKernel>
    where TKernel : struct, IRowKernel
{
    /// <summary>Rows that are scored at once; while they are, the same number is being fetched.</summary>
    private const int Together = 16;

    /// <param name="rows">The rows.</param>
    /// <param name="firstRow">The first row to scan.</param>
    /// <param name="count">How many to scan.</param>
    /// <param name="query">The query.</param>
    /// <param name="first">A bit for each row, 64 a word.</param>
    /// <param name="second">More such words, both of whose bits must be set; empty for none.</param>
    /// <param name="results">Where the rows go.</param>
    public static void Scan(
        VectorRows rows, int firstRow, int count, byte* query, ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second, TopK results)
    {
        int* numbers = stackalloc int[2 * Together];
        int* gathered = numbers;
        int* fetched = numbers + Together;
        float* distances = stackalloc float[Together];
        int gatheredCount = 0, fetchedCount = 0;
        int end = firstRow + count;
        int lastWord = Bitmap.WordCount(end);
        for (int word = firstRow >> 6; word < lastWord; word++)
        {
            ulong bits = first[word];
            if (!second.IsEmpty)
                bits &= second[word];
            if (word == firstRow >> 6)
                bits = bits >> firstRow << firstRow;
            if (word == lastWord - 1 && (end & 63) != 0)
                bits &= (1UL << end) - 1;
            for (; bits != 0; bits &= bits - 1)
            {
                int row = (word << 6) + BitOperations.TrailingZeroCount(bits);
                rows.FetchSoon(row);
                gathered[gatheredCount++] = row;
                if (gatheredCount < Together)
                    continue;
                Score(rows, query, fetched, fetchedCount, distances, results);
                fetchedCount = gatheredCount;
                gatheredCount = 0;
                int* scored = fetched;
                fetched = gathered;
                gathered = scored;
            }
        }

        Score(rows, query, fetched, fetchedCount, distances, results);
        Score(rows, query, gathered, gatheredCount, distances, results);
    }

    private static void Score(VectorRows rows, byte* query, int* numbers, int count, float* distances, TopK results)
    {
        if (count == 0)
            return;
        rows.Distances<TKernel>(query, numbers, count, distances);
        float threshold = results.Threshold;
        for (int i = 0; i < count; i++)
        {
            if (distances[i] <= threshold)
            {
                results.Add(distances[i], numbers[i]);
                threshold = results.Threshold;
            }
        }
    }
}

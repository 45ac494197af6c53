using Zvec.Engine.Columns;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>Checks what <see cref="SparseIndexReader"/> does not look at: that an index lists the elements of a column's vectors.</summary>
internal static class SparseIndexChecker
{
    private const int PiecePostings = 1 << 20;

    /// <summary>Looks at every posting.</summary>
    /// <param name="index">The index.</param>
    /// <param name="column">The vectors that it is of.</param>
    /// <param name="rowCount">How many rows there are.</param>
    /// <param name="cancellation">Stops between some rows.</param>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public static string? FindProblem(SparseIndex index, SparseColumn column, int rowCount, CancellationToken cancellation)
    {
        var lists = new SparseLists(column, 0, rowCount, cancellation);
        if (!index.Indices.SequenceEqual(lists.Indices))
            return "it does not list the indices that its vectors have";
        for (int list = 0; list < lists.Indices.Length; list++)
        {
            if (index.Length(list) != lists.Length(list))
                return $"index {lists.Indices[list]} is in {lists.Length(list)} rows, and it lists {index.Length(list)}";
        }

        for (int first = 0; first < lists.Indices.Length;)
        {
            int end = lists.EndOf(first, PiecePostings);
            int postings = (int)(lists.Starts[end] - lists.Starts[first]);
            int[] rows = new int[postings];
            float[] weights = new float[postings];
            lists.Gather(first, end, rows, weights);
            int place = 0;
            for (int list = first; list < end; list++)
            {
                int length = lists.Length(list);
                if (FindProblem(index, list, rows.AsSpan(place, length), weights.AsSpan(place, length)) is { } problem)
                    return problem;
                place += length;
            }

            first = end;
        }

        return null;
    }

    private static string? FindProblem(SparseIndex index, int list, ReadOnlySpan<int> rows, ReadOnlySpan<float> weights)
    {
        long start = index.Start(list);
        if (!index.Rows(start, 0, rows.Length).SequenceEqual(rows))
            return $"the rows of index {index.Indices[list]} are not those that have it";
        if (!index.Weights(start, rows.Length, 0, rows.Length).SequenceEqual(weights))
            return $"the elements of index {index.Indices[list]} are not those of its rows";
        var blocks = new SparseBlock[SparseBlock.CountFor(rows.Length)];
        SparseIndexWriter.FillBlocks(rows, weights, blocks);
        return index.Blocks(index.BlockStart(list), blocks.Length).SequenceEqual(blocks)
            ? null
            : $"the bounds of index {index.Indices[list]} are not those of its elements";
    }
}

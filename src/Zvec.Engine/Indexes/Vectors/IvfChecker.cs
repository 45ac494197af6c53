using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Checks what <see cref="IvfReader"/> does not need to know of an IVF index: that it lists each vector of a column once, with its
/// own code.</summary>
internal static unsafe class IvfChecker
{
    /// <summary>Looks at every list.</summary>
    /// <param name="index">The index, of as many rows as the column.</param>
    /// <param name="column">The vectors that it is of.</param>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public static string? FindProblem(IvfIndex index, VectorColumn column)
    {
        int vectors = column.Present?.CountSet() ?? column.Count;
        if (index.ListedCount != vectors)
            return $"it lists {index.ListedCount} rows where {vectors} have a vector";
        var seen = new Bitmap(column.Count);
        int[] rows = new ReadOnlySpan<int>(index.Rows, index.ListedCount).ToArray();
        foreach (int row in rows)
        {
            if (!column.HasVector(row))
                return $"it lists row {row}, which has no vector";
            if (seen[row])
                return $"it lists row {row} twice";
            seen[row] = true;
        }

        return index.Codes is { } codes ? CodesChecker.FindProblem(codes, new ListedVectors(column, rows)) : null;
    }
}

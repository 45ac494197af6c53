using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>Multiplies rows with the query one by one, without an index.</summary>
internal static class SparseScan
{
    private const int GlanceRows = 1 << 10;

    /// <summary>Looks at rows.</summary>
    /// <param name="column">The vectors.</param>
    /// <param name="segment">The segment's number.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="endRow">The row behind the last.</param>
    /// <param name="query">What they are multiplied with.</param>
    /// <param name="accept">The rows that may be hits; null for all.</param>
    /// <param name="top">Where the best go.</param>
    /// <param name="cancellation">Stops between some rows.</param>
    public static void Search(
        SparseColumn column,
        int segment,
        int firstRow,
        int endRow,
        SparseQuery query,
        Bitmap? accept,
        SparseTop top,
        CancellationToken cancellation)
    {
        int seen = 0;
        for (int row = Next(accept, firstRow); row >= 0 && row < endRow; row = Next(accept, row + 1))
        {
            if ((seen++ & (GlanceRows - 1)) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (column.HasVector(row))
                top.Add(new SparseHit(query.Score(column.Elements(row)), segment, row));
        }
    }

    private static int Next(Bitmap? accept, int row) => accept is null ? row : accept.NextSet(row);
}

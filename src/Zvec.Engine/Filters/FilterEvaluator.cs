using Zvec.Engine.Primitives;

namespace Zvec.Engine.Filters;

/// <summary>Finds the rows of a segment that a filter matches.</summary>
internal static class FilterEvaluator
{
    /// <summary>The rows that match, of all rows of a segment.</summary>
    public static Bitmap Evaluate(BoundFilter filter, IFilterSource source)
    {
        Bitmap rows = BitmapPool.Full(source.RowCount);
        filter.Narrow(source, rows);
        return rows;
    }

    /// <summary>The rows that match, of some rows of a segment: the fewer, the less there is to do.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="source">The segment.</param>
    /// <param name="candidates">The rows, such as those that are not deleted; as long as the segment. They are left as they are.</param>
    public static Bitmap Evaluate(BoundFilter filter, IFilterSource source, Bitmap candidates)
    {
        if (candidates.Length != source.RowCount)
        {
            throw new ArgumentException(
                $"The candidates range over {candidates.Length} rows, the segment over {source.RowCount}.", nameof(candidates));
        }

        Bitmap rows = BitmapPool.Copy(candidates);
        filter.Narrow(source, rows);
        return rows;
    }

    /// <summary>About how many of a segment's rows match: exact for what an index answers alone, otherwise a guess; deleted rows count as
    /// well.</summary>
    public static long Estimate(BoundFilter filter, IFilterSource source) => filter.Estimate(source).Rows;
}

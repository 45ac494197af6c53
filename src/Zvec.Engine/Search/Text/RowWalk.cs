using Zvec.Engine.Primitives;

namespace Zvec.Engine.Search;

/// <summary>Scores the rows of a scorer one after the other, and leaves out those that cannot be among the best.</summary>
internal static class RowWalk
{
    /// <summary>Rows between two looks at whether to stop; a power of two.</summary>
    private const int GlanceRows = 1 << 10;

    /// <param name="scorer">The rows.</param>
    /// <param name="accept">Those among them that may be found; null for all.</param>
    /// <param name="segment">The number of their segment.</param>
    /// <param name="best">Takes the best of them.</param>
    /// <param name="exhaustive">Whether to score all.</param>
    /// <param name="cancellation">Stops between some rows.</param>
    public static void Run(
        TextScorer scorer, Bitmap? accept, int segment, BestRows best, bool exhaustive, CancellationToken cancellation)
    {
        double bound = double.PositiveInfinity;
        int boundedTo = -1;
        if (!exhaustive)
            scorer.Floor = best.Floor;
        int row = scorer.Seek(0);
        for (int seen = 0; row != TextScorer.End; seen++)
        {
            if ((seen & (GlanceRows - 1)) == 0)
                cancellation.ThrowIfCancellationRequested();
            if (accept is not null && accept.NextSet(row) is var next && next != row)
            {
                if (next < 0)
                    return;
                row = scorer.Seek(next);
                continue;
            }

            if (!exhaustive && best.Floor > float.NegativeInfinity)
            {
                if (row > boundedTo)
                    bound = scorer.MostFrom(row, out boundedTo);
                if ((float)bound <= best.Floor)
                {
                    if (boundedTo >= TextScorer.End - 1)
                        return;
                    row = scorer.Seek(boundedTo + 1);
                    continue;
                }
            }

            if (best.Add(segment, row, (float)scorer.Score()) && !exhaustive)
                scorer.Floor = best.Floor;
            row = scorer.Next();
        }
    }
}

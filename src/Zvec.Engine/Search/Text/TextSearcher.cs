using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Ranks rows for a <see cref="TextQuery"/>.</summary>
internal static class TextSearcher
{
    /// <summary>The rows that fit the query best, best first; of rows that score alike the one that stands first.</summary>
    /// <param name="snapshot">The collection.</param>
    /// <param name="query">What to look for; how many, and under which filter, the other arguments say instead.</param>
    /// <param name="matches">Which rows may be found.</param>
    /// <param name="count">How many rows are wanted.</param>
    /// <param name="cancellation">Stops between some thousand rows.</param>
    public static RankedRow[] Rank(
        Snapshot snapshot, TextQuery query, SnapshotMatches matches, int count, CancellationToken cancellation) =>
        throw new ZvecException(ZvecErrorCode.NotSupported, "Text queries cannot be answered by this version.");
}

using Zvec.Engine;

namespace Zvec.Cli.Collections;

/// <summary>Numbers of a collection, or of all partitions of one together.</summary>
internal sealed record CollectionTotals(long Documents, long DeletedDocuments, long Segments, long DiskBytes)
{
    public static CollectionTotals Of(IEnumerable<CollectionStatistics> statistics) => statistics.Aggregate(
        new CollectionTotals(0, 0, 0, 0),
        (totals, next) => new CollectionTotals(
            totals.Documents + next.Documents,
            totals.DeletedDocuments + next.DeletedDocuments,
            totals.Segments + next.Segments,
            totals.DiskBytes + next.DiskBytes));

    public static CollectionTotals Of(OpenedCollection collection) => Of(collection.Statistics().Select(part => part.Statistics));
}

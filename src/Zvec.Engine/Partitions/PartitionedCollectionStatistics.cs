namespace Zvec.Engine;

/// <summary>The state of a <see cref="PartitionedCollection"/>: sums are over the partitions whose state was taken, and how far an index is
/// built is so too. <see cref="CollectionStatistics.WriteFailure"/> is that of the whole, or of the first partition that takes no
/// writes.</summary>
public sealed class PartitionedCollectionStatistics : CollectionStatistics
{
    /// <summary>All partitions, in the order in which they were made.</summary>
    public required IReadOnlyList<PartitionStatistics> Partitions { get; init; }

    /// <summary>Partitions whose state was taken. Where it is smaller than the number of partitions that are attached, sums are of a
    /// part.</summary>
    public int Counted => Partitions.Count(partition => partition.State is not null);
}

namespace Zvec.Engine;

/// <summary>Where a <see cref="TextQuery"/> of a <see cref="PartitionedCollection"/> takes the statistics of its scores from.</summary>
public enum PartitionTextStatistics
{
    /// <summary>All partitions: scores are those of one collection with all documents, and searches open all partitions, also where their
    /// filter leaves most of them out.</summary>
    AllPartitions,

    /// <summary>The partitions that the filter may match: a search of one tenant opens only the tenant's, and its scores depend on nobody
    /// else's documents.</summary>
    SearchedPartitions,
}

namespace Zvec.Engine;

/// <summary>The state of a partition of a <see cref="PartitionedCollection"/>.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="State">The state of its collection; null when it is detached, or was not to be opened for this.</param>
public sealed record PartitionStatistics(PartitionInfo Partition, CollectionStatistics? State);

namespace Zvec.Engine;

/// <summary>The state of a <see cref="PartitionedCollection"/>: sums are over the partitions whose state was taken.</summary>
public sealed class PartitionedCollectionStatistics
{
    /// <summary>All partitions, in the order in which they were made.</summary>
    public required IReadOnlyList<PartitionStatistics> Partitions { get; init; }

    /// <summary>Partitions whose state was taken. Where it is smaller than the number of partitions that are attached, sums are of a
    /// part.</summary>
    public int Counted => States.Count();

    /// <summary>Documents that can be fetched.</summary>
    public long Documents => States.Sum(state => state.Documents);

    /// <summary>Deleted or superseded versions that merging has yet to remove.</summary>
    public long DeletedDocuments => States.Sum(state => state.DeletedDocuments);

    /// <summary>Documents that are in memory and the log, not yet in a segment on disk.</summary>
    public long MutableDocuments => States.Sum(state => state.MutableDocuments);

    /// <summary>Immutable segments on disk.</summary>
    public int Segments => States.Sum(state => state.Segments);

    /// <summary>Bytes of the partitions' files, logs included.</summary>
    public long DiskBytes => States.Sum(state => state.DiskBytes);

    /// <summary>Bytes of the write-ahead logs that the next opening of the partitions would replay.</summary>
    public long LogBytes => States.Sum(state => state.LogBytes);

    /// <summary>Bytes of memory that are taken out of <see cref="CollectionOptions.MaxMemory"/>, which each partition has for itself.</summary>
    public long MemoryBytes => States.Sum(state => state.MemoryBytes);

    /// <summary>Why the collection, or the first of its partitions of which that is true, takes no more writes until it is opened again:
    /// the device failed. Null when all take them.</summary>
    public required string? WriteFailure { get; init; }

    private IEnumerable<CollectionStatistics> States => Partitions.Select(partition => partition.State).OfType<CollectionStatistics>();
}

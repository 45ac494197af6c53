namespace Zvec.Engine;

/// <summary>The state of a collection at one moment.</summary>
public class CollectionStatistics
{
    /// <summary>Documents that can be fetched.</summary>
    public required long Documents { get; init; }

    /// <summary>Deleted or superseded versions that merging has yet to remove.</summary>
    public required long DeletedDocuments { get; init; }

    /// <summary>Immutable segments on disk.</summary>
    public required int Segments { get; init; }

    /// <summary>Documents that are in memory and the log, not yet in a segment on disk.</summary>
    public required long MutableDocuments { get; init; }

    /// <summary>Full segments in memory that wait to be written to disk; writers wait when there are three.</summary>
    public int SegmentsToSeal { get; init; }

    /// <summary>Bytes of the collection's files, the log included.</summary>
    public required long DiskBytes { get; init; }

    /// <summary><see cref="DiskBytes"/> by what they hold.</summary>
    public DiskUsage Disk { get; init; } = new();

    /// <summary>Bytes of the write-ahead log that the next open would replay.</summary>
    public required long LogBytes { get; init; }

    /// <summary>Bytes of memory that are taken now out of <see cref="CollectionOptions.MaxMemory"/>: by documents that are not sealed yet,
    /// by merging and index building, and by what searches keep to use again.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary><see cref="MemoryBytes"/> by what takes them.</summary>
    public MemoryUsage Memory { get; init; } = new();

    /// <summary>For each vector field, the fraction (0 to 1) of its vectors that are in a built index, 1 for a flat index; for each field with
    /// a text index, the fraction of documents whose texts are in one on disk.</summary>
    public required IReadOnlyDictionary<string, double> IndexCompleteness { get; init; }

    /// <summary>The indexes of fields, and of all vector fields, in the order of the schema.</summary>
    public IReadOnlyList<IndexStatistics> Indexes { get; init; } = [];

    /// <summary>What maintenance has done, and where it failed, since the collection was opened.</summary>
    public MaintenanceStatistics Maintenance { get; init; } = new();

    /// <summary>Why the collection takes no more writes until it is opened again: the device failed. Null when it takes them, or was opened
    /// for reading only.</summary>
    public string? WriteFailure { get; init; }
}

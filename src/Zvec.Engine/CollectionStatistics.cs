namespace Zvec.Engine;

/// <summary>The state of a collection at one moment.</summary>
public sealed class CollectionStatistics
{
    /// <summary>Documents that can be fetched.</summary>
    public required long Documents { get; init; }

    /// <summary>Deleted or superseded versions that merging has yet to remove.</summary>
    public required long DeletedDocuments { get; init; }

    /// <summary>Immutable segments on disk.</summary>
    public required int Segments { get; init; }

    /// <summary>Documents that are in memory and the log, not yet in a segment on disk.</summary>
    public required long MutableDocuments { get; init; }

    /// <summary>Bytes of the collection's files, the log included.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>Bytes of the write-ahead log that the next open would replay.</summary>
    public required long LogBytes { get; init; }

    /// <summary>Bytes of memory that are taken now out of <see cref="CollectionOptions.MaxMemory"/>: by documents that are not sealed yet,
    /// by merging and index building, and by what searches keep to use again.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>For each vector field, the fraction (0 to 1) of its vectors that are in a built index, 1 for a flat index; for each field
    /// with a text index, the fraction of documents whose texts are in one on disk.</summary>
    public required IReadOnlyDictionary<string, double> IndexCompleteness { get; init; }
}

namespace Zvec.Engine.Segments;

/// <summary>The commit point of a collection: what it consists of, the log behind it aside.</summary>
internal sealed record Manifest
{
    /// <summary>Tells the collection from all others, wherever its files are copied to; empty in a manifest of version 1.</summary>
    public Guid Id { get; init; }

    /// <summary>Counts commits, and names the manifest's file.</summary>
    public required long Generation { get; init; }

    public required CollectionSchema Schema { get; init; }

    /// <summary>The sealed segments, oldest first.</summary>
    public required IReadOnlyList<SegmentRecord> Segments { get; init; }

    /// <summary>The number that the next segment gets.</summary>
    public required int NextSegment { get; init; }

    /// <summary>In a backup, the generation of the collection that it is of; null in a collection that is written to.</summary>
    public long? SourceGeneration { get; init; }

    /// <summary>The first file of the log that holds writes which are in no segment.</summary>
    public required long FirstLog { get; init; }
}

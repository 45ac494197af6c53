namespace Zvec.Engine;

/// <summary>Bytes of memory that a collection takes, by what takes them.</summary>
public sealed record MemoryUsage
{
    /// <summary>The most that it may take (<see cref="CollectionOptions.MaxMemory"/> or its default).</summary>
    public long Limit { get; init; }

    /// <summary>Documents that are not sealed yet, also those that searches under way still read.</summary>
    public long UnsealedDocuments { get; init; }

    /// <summary>Merging, index building and writes under way.</summary>
    public long Work { get; init; }

    /// <summary>What searches keep to use again.</summary>
    public long Kept { get; init; }

    /// <summary>Files of segments that are mapped. Not part of <see cref="Total"/>: the operating system keeps of them what it has room
    /// for.</summary>
    public long Mapped { get; init; }

    /// <summary>What counts against the <see cref="Limit"/>.</summary>
    public long Total => UnsealedDocuments + Work + Kept;
}

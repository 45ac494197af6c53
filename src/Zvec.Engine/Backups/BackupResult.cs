namespace Zvec.Engine;

/// <summary>What a backup holds, and what it took to make it. Files are those of segments; bytes are the sizes of files.</summary>
public sealed record BackupResult
{
    /// <summary>The number of the backup's state: greater than that of any older backup in the same folder.</summary>
    public required long Generation { get; init; }

    /// <summary>Documents in the backup.</summary>
    public required long Documents { get; init; }

    /// <summary>Files that were written: copies, and what was only in memory or in the log.</summary>
    public required int CopiedFiles { get; init; }

    /// <summary>Bytes of <see cref="CopiedFiles"/>.</summary>
    public required long CopiedBytes { get; init; }

    /// <summary>Files that were linked, so that they are shared with the collection.</summary>
    public required int LinkedFiles { get; init; }

    /// <summary>Bytes of <see cref="LinkedFiles"/>.</summary>
    public required long LinkedBytes { get; init; }

    /// <summary>Files that an older backup in the same folder had already.</summary>
    public required int KeptFiles { get; init; }

    /// <summary>Bytes of <see cref="KeptFiles"/>.</summary>
    public required long KeptBytes { get; init; }

    /// <summary>The time that it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>All files of the backup.</summary>
    public int Files => CopiedFiles + LinkedFiles + KeptFiles;

    /// <summary>Bytes of all files of the backup.</summary>
    public long Bytes => CopiedBytes + LinkedBytes + KeptBytes;

    /// <summary>The results of the parts of a backup as one.</summary>
    internal static BackupResult Sum(IReadOnlyCollection<BackupResult> parts, TimeSpan duration) => new()
    {
        Generation = parts.Sum(part => part.Generation),
        Documents = parts.Sum(part => part.Documents),
        CopiedFiles = parts.Sum(part => part.CopiedFiles),
        CopiedBytes = parts.Sum(part => part.CopiedBytes),
        LinkedFiles = parts.Sum(part => part.LinkedFiles),
        LinkedBytes = parts.Sum(part => part.LinkedBytes),
        KeptFiles = parts.Sum(part => part.KeptFiles),
        KeptBytes = parts.Sum(part => part.KeptBytes),
        Duration = duration,
    };
}

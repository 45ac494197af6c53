using System.IO.Compression;

namespace Zvec.Engine;

/// <summary>How a backup is made.</summary>
public sealed class BackupOptions
{
    /// <summary>Whether files are linked into a target folder on the same device instead of being copied, where the file system can; true by
    /// default. A link takes no time and no space, and outlives the collection's own name for the file; but the two names are of one file, so
    /// that whatever damages the device or those bytes damages both. On another device files are always copied: keep a backup that is to
    /// survive the disk there. Has no effect on archives.</summary>
    public bool HardLinks { get; init; } = true;

    /// <summary>Whether files that the target holds already from an older backup are read and compared with their checksums before they are
    /// kept; true by default. Without it they are kept when their names and sizes are as that backup says, and are not read.</summary>
    public bool VerifyKeptFiles { get; init; } = true;

    /// <summary>How the files of an archive are compressed; <see cref="CompressionLevel.Fastest"/> by default. Vectors hardly get smaller,
    /// and are stored as they are whatever is asked here.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.Fastest;
}

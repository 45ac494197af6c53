namespace Zvec.Engine.Storage;

/// <summary>What disk space is wanted for, which decides how much of the reserve it may take.</summary>
internal enum DiskUse
{
    /// <summary>New data, or better files beside the present ones: nothing of the reserve.</summary>
    Growth,

    /// <summary>Deletions, and merges that leave deleted documents out, which free space: up to seven eighths of the reserve.</summary>
    Deletion,

    /// <summary>Files that take the place of the log: all of the reserve.</summary>
    Sealing,
}

namespace Zvec.Engine.Tests.Storage;

/// <summary>How a call of a <see cref="MemoryFileSystem"/> fails.</summary>
internal enum MemoryDiskFault
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>An input/output error; nothing has happened.</summary>
    Error,

    /// <summary>An input/output error, reported though the change was made.</summary>
    ErrorAfterwards,

    /// <summary>The disk is full: a write stores its first half and then fails; anything else that takes room does not happen.</summary>
    Full,

    /// <summary>A sync fails, and of what it was to sync some is never written, although reading goes on to show it and later syncs
    /// succeed.</summary>
    LostSync,
}

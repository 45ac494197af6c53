namespace Zvec.Engine;

/// <summary>What an acknowledged write survives.</summary>
public enum Durability
{
    /// <summary>A power cut: the write-ahead log is synced to the device before the write is acknowledged. Concurrent writers share a sync.
    /// The default.</summary>
    Synced = 0,

    /// <summary>The death of the process, but not a power cut or a crash of the operating system: the log is handed to the operating
    /// system.</summary>
    Buffered = 1,
}

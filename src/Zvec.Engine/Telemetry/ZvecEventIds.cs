namespace Zvec.Engine;

/// <summary>The ids of the events that <see cref="CollectionOptions.Logger"/> receives. They stay what they are in later
/// versions.</summary>
public static class ZvecEventIds
{
    /// <summary>A job of maintenance failed and will be tried again (error).</summary>
    public const int MaintenanceFailed = 1;

    /// <summary>A new log file could not be made; the present one is used further (warning).</summary>
    public const int LogRollFailed = 2;

    /// <summary>An index is not built because it takes more memory than there may be (warning).</summary>
    public const int IndexTooLarge = 3;

    /// <summary>A collection was opened (information).</summary>
    public const int Opened = 4;

    /// <summary>A collection was closed (debug).</summary>
    public const int Closed = 5;

    /// <summary>A job of maintenance was done (information for merges and indexes, debug for the others).</summary>
    public const int MaintenanceDone = 6;

    /// <summary>A job of maintenance that had failed succeeds again (information).</summary>
    public const int MaintenanceRecovered = 7;

    /// <summary>The log could not be written: the collection takes no more writes until it is opened again (critical).</summary>
    public const int WritesStopped = 8;

    /// <summary>The schema was changed (information).</summary>
    public const int SchemaChanged = 9;

    /// <summary>A backup was made (information).</summary>
    public const int BackedUp = 10;

    /// <summary>A writer waits for memory (warning).</summary>
    public const int WaitingForMemory = 11;

    /// <summary>Merging or index building waits for disk space (warning).</summary>
    public const int WaitingForDisk = 12;
}

using Microsoft.Extensions.Logging;

namespace Zvec.Engine;

/// <summary>How a collection is opened.</summary>
public sealed class CollectionOptions
{
    /// <summary>Whether to open for reading only: the last committed state and the log behind it, without writing anything, so that it
    /// works beside a writer and in a folder that cannot be written to. <see cref="Collection.Refresh"/> moves on to what was written
    /// since. False by default.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What an acknowledged write survives; <see cref="Durability.Synced"/> by default.</summary>
    public Durability Durability { get; init; } = Durability.Synced;

    /// <summary>Memory that new documents take before they are sealed into a segment on disk, in bytes: 64 KiB to 1 GiB, 32 MiB by
    /// default.</summary>
    public long MutableSegmentBytes { get; init; } = 32L << 20;

    /// <summary>Threads that build indexes in the background: 1 to 256; by default the number of processors.</summary>
    public int MaintenanceThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether opening reads every file of the collection and compares it with its checksums; true by default. Without it, opening
    /// a very large collection is quicker, and damage may go unnoticed.</summary>
    public bool VerifyChecksums { get; init; } = true;

    /// <summary>Whether segments are sealed, merged and indexed in the background; true by default. Without it they are only when
    /// <c>FlushAsync</c> or <c>OptimizeAsync</c> is called, or memory runs full.</summary>
    public bool BackgroundMaintenance { get; init; } = true;

    /// <summary>Receives events of the engine; null for none.</summary>
    public ILogger? Logger { get; init; }
}

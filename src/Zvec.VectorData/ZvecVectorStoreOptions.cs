using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Zvec.Engine;

namespace Zvec.VectorData;

/// <summary>Options of a <see cref="ZvecVectorStore"/>.</summary>
public sealed class ZvecVectorStoreOptions
{
    /// <summary>Initializes options with their defaults.</summary>
    public ZvecVectorStoreOptions()
    {
    }

    internal ZvecVectorStoreOptions(ZvecVectorStoreOptions? source)
    {
        EmbeddingGenerator = source?.EmbeddingGenerator;
        Durability = source?.Durability ?? Durability.Synced;
        ReadOnly = source?.ReadOnly ?? false;
        if (source is null)
            return;
        MaxMemory = source.MaxMemory;
        SmallMemory = source.SmallMemory;
        DiskReserveBytes = source.DiskReserveBytes;
        FileMode = source.FileMode;
        RefreshInterval = source.RefreshInterval;
        LoggerFactory = source.LoggerFactory;
        ConfigureCollection = source.ConfigureCollection;
    }

    /// <summary>The generator for vector properties that name none, nor their collection; null for none.</summary>
    public IEmbeddingGenerator? EmbeddingGenerator { get; set; }

    /// <summary>What an acknowledged write survives; <see cref="Durability.Synced"/> by default. All stores of a process on one path use
    /// the same setting: an operation on a collection that is open with the other one fails.</summary>
    public Durability Durability { get; set; } = Durability.Synced;

    /// <summary>Memory that each collection may take, in bytes: at least 64 MiB; null, the default, for a quarter of the memory that the
    /// process may use. See <see cref="CollectionOptions.MaxMemory"/>. Of several stores on one path, the one that first uses a collection
    /// decides.</summary>
    public long? MaxMemory { get; set; }

    /// <summary>Whether to take little memory rather than to be as fast as possible, for devices that have little; false by default. See
    /// <see cref="CollectionOptions.SmallMemory"/>. Of several stores on one path, the one that first uses a collection decides.</summary>
    public bool SmallMemory { get; set; }

    /// <summary>Bytes that are left free on the device: 0 or more, 64 MiB by default. See <see cref="CollectionOptions.DiskReserveBytes"/>.
    /// Of several stores on one path, the one that first uses a collection decides.</summary>
    public long DiskReserveBytes { get; set; } = 64L << 20;

    /// <summary>Whether the store only reads; false by default. A read-only store needs no lock, and works beside a process that writes:
    /// it sees what was written when it first used a collection, and moves on with <c>RefreshAsync</c> of the collection. Beside a store of
    /// the same process that writes, it sees the newest state.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>The mode of files that are created, on Unix: for the owner only by default. See
    /// <see cref="CollectionOptions.FileMode"/>. Of several stores on one path, the one that first uses a collection decides.</summary>
    public UnixFileMode FileMode { get; set; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How often the collections of a read-only store move on by themselves to what other processes have written: from 10
    /// milliseconds to a day; null, the default, for only when <c>RefreshAsync</c> is called. A collection that was deleted and created
    /// anew is opened anew. Of several stores on one path, the one that first uses a collection decides.</summary>
    public TimeSpan? RefreshInterval { get; set; }

    /// <summary>Makes the logger that receives the engine's events, of category <c>Zvec.Engine</c> and with the ids of
    /// <see cref="ZvecEventIds"/>; null for none. The registrations with a service collection use the one that is registered
    /// there.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Called for each collection object that the store makes, and when the store opens a collection by itself, as for a backup,
    /// with the name of the collection and its options: for what is set by collection, such as
    /// <see cref="ZvecCollectionOptions.VectorIndexes"/> and <see cref="ZvecCollectionOptions.Partitioning"/>. The options begin with the
    /// store's. Null for none.</summary>
    public Action<string, ZvecCollectionOptions>? ConfigureCollection { get; set; }
}

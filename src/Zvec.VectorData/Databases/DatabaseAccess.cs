using Microsoft.Extensions.Logging;
using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>How a store or collection of this process uses its database: where it is, and what for.</summary>
/// <param name="Path">The full path of the store's folder.</param>
/// <param name="ReadOnly">Whether nothing may be written.</param>
/// <param name="Durability">What an acknowledged write survives.</param>
internal sealed record DatabaseAccess(string Path, bool ReadOnly, Durability Durability)
{
    /// <summary>The least that <see cref="CollectionOptions.MaxMemory"/> may be.</summary>
    private const long LeastMemory = 64L << 20;

    /// <summary>See <see cref="CollectionOptions.MaxMemory"/>.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>See <see cref="CollectionOptions.SmallMemory"/>.</summary>
    public bool SmallMemory { get; init; }

    /// <summary>See <see cref="CollectionOptions.DiskReserveBytes"/>.</summary>
    public required long DiskReserveBytes { get; init; }

    /// <summary>See <see cref="CollectionOptions.FileMode"/>.</summary>
    public required UnixFileMode FileMode { get; init; }

    /// <summary>See <see cref="CollectionOptions.RefreshInterval"/>.</summary>
    public TimeSpan? RefreshInterval { get; init; }

    /// <summary>See <see cref="CollectionOptions.Logger"/>.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>See <see cref="ZvecCollectionOptions.Partitioning"/>.</summary>
    public PartitionBy? Partitioning { get; init; }

    /// <summary>See <see cref="ZvecCollectionOptions.Partitions"/>.</summary>
    public PartitionedCollectionOptions? Partitions { get; init; }

    /// <summary>What the options of a collection say.</summary>
    /// <param name="fullPath">The full path of the store's folder.</param>
    /// <param name="options">The options.</param>
    public static DatabaseAccess From(string fullPath, ZvecCollectionOptions options) => new(fullPath, options.ReadOnly, options.Durability)
    {
        MaxMemory = options.MaxMemory,
        SmallMemory = options.SmallMemory,
        DiskReserveBytes = options.DiskReserveBytes,
        FileMode = options.FileMode,
        RefreshInterval = options.RefreshInterval,
        Logger = options.LoggerFactory?.CreateLogger(ZvecTelemetry.MeterName),
        Partitioning = options.Partitioning,
        Partitions = options.Partitions,
    };

    /// <summary>How the engine is to open a collection without partitions.</summary>
    public CollectionOptions ToOptions() => ToOptions(new CollectionOptions());

    /// <summary>How the engine is to open a partitioned collection. The memory limit is that of all partitions together, as far as the
    /// least that each has to get allows.</summary>
    public PartitionedCollectionOptions ToPartitionedOptions()
    {
        PartitionedCollectionOptions options = Partitions ?? new();
        CollectionOptions partition = ToOptions(options.Partition);
        if (MaxMemory is { } limit and > LeastMemory && options.MaxOpenPartitions > 0)
            partition = partition with { MaxMemory = Math.Max(LeastMemory, limit / options.MaxOpenPartitions) };
        return options with
        {
            Partition = partition,
            PartitionOfKey = options.PartitionOfKey ?? Partitioning?.PartitionOfKey,
        };
    }

    /// <summary>Opens a collection for one operation.</summary>
    /// <exception cref="ZvecException">The collection does not exist, or cannot be opened.</exception>
    public async ValueTask<CollectionLease> LeaseAsync(string name, CancellationToken cancellationToken) =>
        await TryLeaseAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw new ZvecException(
            ZvecErrorCode.NotFound,
            $"Collection '{name}' does not exist in the store '{Path}'. Create it with EnsureCollectionExistsAsync.");

    /// <summary>Opens a collection for one operation that writes.</summary>
    /// <exception cref="ZvecException">The collection does not exist, cannot be opened, or this handle is read-only.</exception>
    public ValueTask<CollectionLease> LeaseForWritingAsync(string name, CancellationToken cancellationToken)
    {
        ThrowIfReadOnly(name);
        return LeaseAsync(name, cancellationToken);
    }

    /// <summary>Opens a collection for one operation, or returns null when it does not exist.</summary>
    public async ValueTask<CollectionLease?> TryLeaseAsync(string name, CancellationToken cancellationToken)
    {
        SharedDatabase database = SharedDatabase.Acquire(Path);
        try
        {
            SharedCollection collection = database.GetCollection(name);
            return await collection.LeaseAsync(this, create: null, cancellationToken).ConfigureAwait(false) is { } lease
                ? lease.Holding(database)
                : ReleaseAndReturnNull(database);
        }
        catch
        {
            database.Release();
            throw;
        }
    }

    /// <summary>Opens a collection for one operation; when it does not exist, creates it.</summary>
    public async ValueTask<CollectionLease> LeaseOrCreateAsync(
        string name, Func<CollectionSchema> schema, CancellationToken cancellationToken)
    {
        SharedDatabase database = SharedDatabase.Acquire(Path);
        try
        {
            SharedCollection collection = database.GetCollection(name);
            CollectionLease? lease = await collection.LeaseAsync(this, schema, cancellationToken).ConfigureAwait(false);
            return lease!.Value.Holding(database);
        }
        catch
        {
            database.Release();
            throw;
        }
    }

    /// <summary>Deletes a collection, once the operations on it have ended; does nothing when it does not exist.</summary>
    public async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        ThrowIfReadOnly(name);
        SharedDatabase database = SharedDatabase.Acquire(Path);
        try
        {
            await database.GetCollection(name).DropAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            database.Release();
        }
    }

    /// <summary>Whether a collection exists on disk.</summary>
    public bool Exists(string name) => EngineCollections.Exists(CollectionFolders.DataPath(Path, name));

    public void ThrowIfReadOnly(string name)
    {
        if (ReadOnly)
        {
            throw new ZvecException(
                ZvecErrorCode.ReadOnly,
                $"Collection '{name}' cannot be changed: the store '{Path}' was opened with ReadOnly = true.");
        }
    }

    private CollectionOptions ToOptions(CollectionOptions options) => options with
    {
        ReadOnly = ReadOnly,
        Durability = Durability,
        MaxMemory = MaxMemory ?? options.MaxMemory,
        SmallMemory = SmallMemory || options.SmallMemory,
        DiskReserveBytes = DiskReserveBytes,
        FileMode = FileMode,
        RefreshInterval = RefreshInterval ?? options.RefreshInterval,
        Logger = Logger,
    };

    private static CollectionLease? ReleaseAndReturnNull(SharedDatabase database)
    {
        database.Release();
        return null;
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.VectorData;
using Zvec.Engine;

namespace Zvec.VectorData;

/// <summary>Options of a <see cref="ZvecCollection{TKey, TRecord}"/>.</summary>
public sealed class ZvecCollectionOptions : VectorStoreCollectionOptions
{
    /// <summary>Initializes options with their defaults.</summary>
    public ZvecCollectionOptions()
    {
    }

    internal ZvecCollectionOptions(ZvecCollectionOptions? source)
        : base(source)
    {
        if (source is null)
            return;

        Durability = source.Durability;
        ReadOnly = source.ReadOnly;
        MaxMemory = source.MaxMemory;
        SmallMemory = source.SmallMemory;
        DiskReserveBytes = source.DiskReserveBytes;
        FileMode = source.FileMode;
        RefreshInterval = source.RefreshInterval;
        LoggerFactory = source.LoggerFactory;
        VectorIndexes = source.VectorIndexes;
        TextIndexes = source.TextIndexes;
        Partitioning = source.Partitioning;
        Partitions = source.Partitions;
    }

    /// <summary>Settings for the indexes of vector properties, by the name of the property: for example the links of a graph. What they
    /// leave open is as the annotations of the definition say (see <see cref="ZvecVectorPropertyExtensions"/>), else the default of the
    /// index kind.</summary>
    public IDictionary<string, ZvecVectorIndexSettings> VectorIndexes { get; set; } = new Dictionary<string, ZvecVectorIndexSettings>();

    /// <summary>Options for the text indexes of data properties that are full-text indexed, by the name of the property: for example a
    /// stemmer. What is left open is as the annotations of the definition say (see <see cref="ZvecDataPropertyExtensions"/>), else as the
    /// engine has it by default.</summary>
    /// <remarks>Used when the index is created. A collection that exists keeps what it was created with, and
    /// <c>EnsureCollectionExistsAsync</c> refuses options that differ from it; a property that is left open fits whatever is
    /// stored.</remarks>
    public IDictionary<string, TextIndexOptions> TextIndexes { get; set; } = new Dictionary<string, TextIndexOptions>();

    /// <summary>The rule by which a record belongs to a partition, for a collection that is to be created as a partitioned one; null, the
    /// default, for one without partitions. A rule about a field names it as it is stored: by the property's name, unless that has a
    /// storage name of its own. See <see cref="ZvecPartitions"/>.</summary>
    /// <remarks>A collection that exists is opened as what it is, whatever this says; <c>EnsureCollectionExistsAsync</c> refuses a rule
    /// that differs from the one that it was created with. One that is partitioned by <see cref="PartitionBy.Key"/> can only be opened with
    /// its function, which is taken from here.</remarks>
    public PartitionBy? Partitioning { get; set; }

    /// <summary>How a partitioned collection is opened: for example how many partitions stay open. Of several stores on one path, the one
    /// that first uses a collection decides. Null for the defaults; makes no difference to a collection without partitions.</summary>
    /// <remarks>What these options say too, such as <see cref="Durability"/>, is taken from here and not from
    /// <see cref="PartitionedCollectionOptions.Partition"/>.</remarks>
    public PartitionedCollectionOptions? Partitions { get; set; }

    /// <summary>What an acknowledged write survives; see <see cref="ZvecVectorStoreOptions.Durability"/>.</summary>
    public Durability Durability { get; set; } = Durability.Synced;

    /// <summary>Memory that the collection may take; see <see cref="ZvecVectorStoreOptions.MaxMemory"/>. Of a partitioned collection, each
    /// partition gets an equal share, at least 64 MiB.</summary>
    public long? MaxMemory { get; set; }

    /// <summary>Whether to take little memory rather than to be as fast as possible; see
    /// <see cref="ZvecVectorStoreOptions.SmallMemory"/>.</summary>
    public bool SmallMemory { get; set; }

    /// <summary>Bytes that are left free on the device; see <see cref="ZvecVectorStoreOptions.DiskReserveBytes"/>.</summary>
    public long DiskReserveBytes { get; set; } = 64L << 20;

    /// <summary>Whether the collection is only read; see <see cref="ZvecVectorStoreOptions.ReadOnly"/>.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>The mode of files that are created; see <see cref="ZvecVectorStoreOptions.FileMode"/>.</summary>
    public UnixFileMode FileMode { get; set; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How often a read-only collection moves on by itself; see <see cref="ZvecVectorStoreOptions.RefreshInterval"/>.</summary>
    public TimeSpan? RefreshInterval { get; set; }

    /// <summary>Makes the logger that receives the engine's events; see <see cref="ZvecVectorStoreOptions.LoggerFactory"/>.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}

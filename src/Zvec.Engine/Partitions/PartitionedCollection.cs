using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Zvec.Engine.Partitions;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

/// <summary>Many collections of one schema that are written to and searched as one: each document is in the partition that a rule names
/// (<see cref="PartitionBy"/>), searches take those that their filter may match, and whole partitions come and go while others are
/// served.</summary>
/// <remarks>
/// <para>Searches see the segments of all partitions as those of one collection: rankings, orders, groups and counts are the same that one
/// collection with all documents gives, also the scores of texts (<see cref="PartitionedCollectionOptions.TextStatistics"/>). A graph is
/// walked per partition, so that an approximate search may find other neighbours.</para>
/// <para>Partitions are opened when a call needs them; see <see cref="PartitionedCollectionOptions.MaxOpenPartitions"/>. Each is an
/// ordinary collection in a folder of its own, which tools for collections understand while it is not open here.</para>
/// <para>Thread-safe. A write that belongs to several partitions is atomic in each of them, not in all together. A document that moves is
/// written to its new partition before it is deleted from the old one: a search beside it sees one of the two or both, never none, and
/// after a crash in between both are there until the key is written again.</para>
/// <para>Partitions that are detached are not looked at: their keys can be given away again.</para>
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "The field's word for a set of documents.")]
public sealed partial class PartitionedCollection : IDocumentCollection
{
    private readonly IFileSystem _fileSystem;
    private readonly PartitionFiles _files;
    private readonly PartitionedCollectionOptions _options;
    private readonly IDisposable? _lock;
    private readonly OpenPartitions _open;
    private readonly SemaphoreSlim _catalogTurn = new(1);
    private readonly SemaphoreSlim _writeTurn = new(1);
    private readonly PartitionWriter _writer;
    private readonly CollectionTelemetry _telemetry;
    private readonly Func<PartitionHandle, Collection, SnapshotLease> _acquire;
    private readonly MaintenanceRecorder _refreshes;
    private readonly RefreshTimer? _timer;
    private volatile PartitionSet _set;
    private Exception? _failure;
    private volatile bool _replaced;
    private bool _disposed;

    private PartitionedCollection(
        IFileSystem fileSystem,
        PartitionFiles files,
        PartitionedCollectionOptions options,
        PartitionCatalog catalog,
        IDisposable? directoryLock)
    {
        _fileSystem = fileSystem;
        _files = files;
        _options = options;
        _lock = directoryLock;
        _telemetry = new CollectionTelemetry(catalog.Schema.Name);
        _acquire = Acquire;
        _open = new OpenPartitions(options.MaxOpenPartitions, OpenPartition);
        _set = new PartitionSet(catalog, NewHandle);
        _writer = new PartitionWriter(this, options.KeysStayInPartitions, _writeTurn);
        CollectionOptions opened = options.Partition;
        _refreshes = new MaintenanceRecorder(catalog.Schema.Name, opened.Logger ?? NullLogger.Instance, opened.Time);
        if (opened is { ReadOnly: true, RefreshInterval: { } interval })
            _timer = new RefreshTimer(() => Refresh(), interval, opened.Time, _refreshes);
    }

    /// <inheritdoc/>
    public string Path => _files.Root;

    /// <inheritdoc/>
    public CollectionSchema Schema => _set.Catalog.Schema;

    /// <summary>The rule by which documents belong to partitions.</summary>
    public PartitionBy By => _set.Catalog.By;

    /// <summary>How many partitions are open now.</summary>
    public int OpenPartitionCount => _open.Count;

    /// <summary>The partitions, in the order in which they were made.</summary>
    public IReadOnlyList<PartitionInfo> Partitions =>
        [.. _set.All.Select(handle => new PartitionInfo(handle.Name, handle.Folder, handle.Record.IsAttached, _open.IsOpen(handle)))];

    /// <summary>Whether a directory holds a partitioned collection.</summary>
    /// <param name="path">The directory.</param>
    public static bool Exists(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return File.Exists(new PartitionFiles(System.IO.Path.GetFullPath(path)).Catalog);
    }

    /// <summary>Creates a partitioned collection, without partitions, and opens it.</summary>
    /// <param name="path">The directory; missing or empty.</param>
    /// <param name="schema">What the documents look like; copied.</param>
    /// <param name="by">Which partition a document belongs to.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is one, or a collection.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: schema, rule or options break a rule or do not go together, or the directory holds
    /// other
    /// files.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public static PartitionedCollection Create(
        string path, CollectionSchema schema, PartitionBy by, PartitionedCollectionOptions? options = null)
    {
        options ??= new PartitionedCollectionOptions();
        options.Check();
        return Create(options.Partition.Disk, path, schema, by, options);
    }

    /// <summary>Opens a partitioned collection; its partitions are opened when they are needed.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is none. <see cref="ZvecErrorCode.Locked"/>: it is open
    /// for writing elsewhere. <see cref="ZvecErrorCode.InvalidArgument"/>: it is partitioned by a function, and the options give none.
    /// <see cref="ZvecErrorCode.DataCorruption"/> or <see cref="ZvecErrorCode.UnsupportedFormat"/>: its catalog is damaged, or of a newer
    /// version.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public static PartitionedCollection Open(string path, PartitionedCollectionOptions? options = null)
    {
        options ??= new PartitionedCollectionOptions();
        options.Check();
        return Open(options.Partition.Disk, path, options);
    }

    /// <summary>Opens a partitioned collection, or creates it when there is none.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="schema">What the documents look like; an existing one must have the same.</param>
    /// <param name="by">Which partition a document belongs to; an existing collection must have the same rule, and a function of the key is
    /// taken from here.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="ZvecException">As for <see cref="Create(string, CollectionSchema, PartitionBy, PartitionedCollectionOptions)"/> and
    /// <see cref="Open(string, PartitionedCollectionOptions)"/>, and <see cref="ZvecErrorCode.FailedPrecondition"/>: the one that is there
    /// has another schema or rule.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public static PartitionedCollection OpenOrCreate(
        string path, CollectionSchema schema, PartitionBy by, PartitionedCollectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(by);
        options ??= new PartitionedCollectionOptions();
        if (!Exists(path))
            return Create(path, schema, by, options);
        if (by is KeyFunctionPartitioning function)
            options = options with { PartitionOfKey = options.PartitionOfKey ?? function.Function };
        SchemaValidator.Validate(schema);
        PartitionedCollection collection = Open(path, options);
        List<string> differences = [.. SchemaComparer.Differences(collection.Schema, schema)];
        if (!PartitionCatalogFile.IsSame(collection._set.Catalog.By, by))
            differences.Add("its documents are partitioned by another rule");
        if (differences.Count == 0)
            return collection;
        collection.Dispose();
        throw new ZvecException(
            ZvecErrorCode.FailedPrecondition,
            $"The partitioned collection at '{collection.Path}' is another than the one asked for: {string.Join("; ", differences)}. "
                + "Ask for the same, or open it with PartitionedCollection.Open.");
    }

    /// <summary>Deletes a partitioned collection with all partitions, detached ones included.</summary>
    /// <param name="path">The directory; files that are not the collection's stay.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is none. <see cref="ZvecErrorCode.Locked"/>: it is open
    /// for writing.</exception>
    /// <exception cref="IOException">The device failed.</exception>
    public static void Drop(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        PartitionedCollectionFolder.Drop(PhysicalFileSystem.Instance, new PartitionFiles(System.IO.Path.GetFullPath(path)));
    }

    /// <summary>Closes all partitions, each as <see cref="Collection.Dispose"/> does.</summary>
    public void Dispose()
    {
        _catalogTurn.Wait();
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            _timer?.Dispose();
            _open.Dispose();
            _lock?.Dispose();
        }
        finally
        {
            _catalogTurn.Release();
        }
    }

    internal static PartitionedCollection Create(
        IFileSystem fileSystem, string path, CollectionSchema schema, PartitionBy by, PartitionedCollectionOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(by);
        var files = new PartitionFiles(System.IO.Path.GetFullPath(path));
        if (options.Partition.ReadOnly)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"Collection '{schema.Name}' cannot be created at '{files.Root}' for reading only. Leave out CollectionOptions.ReadOnly.");
        }

        SchemaValidator.Validate(schema);
        by.Check(schema);
        var catalog = new PartitionCatalog(Guid.NewGuid(), new SchemaHistory([schema.WithIds()]), by, NextNumber: 1, []);
        IDisposable directoryLock = PartitionedCollectionFolder.Create(fileSystem, files, catalog);
        return new PartitionedCollection(fileSystem, files, options, catalog, directoryLock);
    }

    internal static PartitionedCollection Open(IFileSystem fileSystem, string path, PartitionedCollectionOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var files = new PartitionFiles(System.IO.Path.GetFullPath(path));
        IDisposable? directoryLock = PartitionedCollectionFolder.Open(fileSystem, files, options.Partition.ReadOnly);
        try
        {
            PartitionCatalog catalog = PartitionCatalogFile.Read(fileSystem, files.Catalog, options.PartitionOfKey);
            if (directoryLock is not null)
                catalog = PartitionedCollectionFolder.TakeOver(fileSystem, files, catalog);
            return new PartitionedCollection(fileSystem, files, options, catalog, directoryLock);
        }
        catch
        {
            directoryLock?.Dispose();
            throw;
        }
    }

    private PartitionHandle NewHandle(PartitionRecord record) => new(record, _files.Partition(record.Number));

    private Collection OpenPartition(PartitionHandle handle)
    {
        CollectionOptions options = _options.OptionsOfPartition;
        if (handle.IsVerified)
            options = options with { VerifyChecksums = false };
        Collection collection = CollectionOpener.Open(_fileSystem, handle.Folder, options);
        try
        {
            if (options.ReadOnly)
                PlaceOf(handle, collection.Schema, Schemas);
            else
                BringUpAsync(handle, collection, CancellationToken.None).GetAwaiter().GetResult();
            return collection;
        }
        catch
        {
            collection.Dispose();
            throw;
        }
    }

    private ZvecException OtherSchema(string name, CollectionSchema schema)
    {
        List<string> differences = [.. SchemaComparer.Differences(schema, Schema)];
        if (differences.Count == 0)
            differences.Add("its fields were changed one by one");
        return new ZvecException(
            ZvecErrorCode.FailedPrecondition,
            $"Partition '{name}' of collection '{Schema.Name}' has another schema than the others, and has not lagged behind them: "
                + $"{string.Join("; ", differences)}. Undo the changes that were made to it alone, or copy its documents into a collection "
                + "of the common schema.");
    }
}

using System.Diagnostics.CodeAnalysis;
using Zvec.Engine.Segments;
using Zvec.Engine.Statistics;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

/// <summary>An open collection: a directory of documents with vectors, searched by nearness, filters and keys.</summary>
/// <remarks>
/// <para>Thread-safe. Readers never wait: each call sees one immutable snapshot. Writers take turns, and share a sync of the log when they
/// write at the same time. After an awaited write every later read sees it.</para>
/// <para>One handle at a time may be open for writing on a path, in all processes; any number may be open for reading. Disposing waits for
/// the writes under way; nothing depends on it, for a write is durable when it is acknowledged
/// (<see cref="CollectionOptions.Durability"/>).</para>
/// <para>After <see cref="Dispose"/> every member throws <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "The field's word for a set of documents.")]
public sealed partial class Collection : IDocumentCollection, IStatisticsSource
{
    private readonly CollectionFiles _files;
    private readonly ManifestStore _manifests;
    private readonly SegmentStore _store;
    private readonly CollectionWriter? _writer;
    private readonly CollectionReader? _reader;
    private readonly MaintenanceRecorder _maintenance;
    private readonly CollectionTelemetry _telemetry;
    private readonly Lock _disposing = new();
    private bool _disposed;

    /// <param name="files">The collection's names.</param>
    /// <param name="manifests">The manifest.</param>
    /// <param name="store">The segments, which the collection takes over.</param>
    /// <param name="writer">What writing takes, which the collection takes over; null when it was opened for reading.</param>
    /// <param name="reader">What moving on takes, which the collection takes over; null when it was opened for writing.</param>
    /// <param name="maintenance">Keeps what maintenance does.</param>
    /// <param name="telemetry">Measures the calls.</param>
    internal Collection(
        CollectionFiles files,
        ManifestStore manifests,
        SegmentStore store,
        CollectionWriter? writer,
        CollectionReader? reader,
        MaintenanceRecorder maintenance,
        CollectionTelemetry telemetry)
    {
        _files = files;
        _manifests = manifests;
        _store = store;
        _writer = writer;
        _reader = reader;
        _maintenance = maintenance;
        _telemetry = telemetry;
        ObservedCollections.Add(this);
    }

    /// <inheritdoc/>
    public string Path => _files.Root;

    /// <inheritdoc/>
    public CollectionSchema Schema
    {
        get
        {
            using SnapshotLease lease = _store.Acquire();
            return lease.Snapshot.Schema;
        }
    }

    string IStatisticsSource.Name => _store.Schema.Name;

    /// <summary>Whether a directory holds a collection.</summary>
    /// <param name="path">The directory.</param>
    public static bool Exists(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var files = new CollectionFiles(System.IO.Path.GetFullPath(path));
        return new ManifestStore(PhysicalFileSystem.Instance, files).Exists;
    }

    /// <summary>Creates a collection and opens it.</summary>
    /// <param name="path">The directory; made when missing, and otherwise without files of others.</param>
    /// <param name="schema">What the documents look like; copied.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is a collection.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the schema breaks a rule, the directory holds other files, or the options ask for
    /// reading only. <see cref="ZvecErrorCode.NotSupported"/>: the schema asks for what is not available.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public static Collection Create(string path, CollectionSchema schema, CollectionOptions? options = null) =>
        CollectionOpener.Create(DiskFor(options), path, schema, options ?? new CollectionOptions());

    /// <summary>Opens a collection.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no collection. <see cref="ZvecErrorCode.Locked"/>: it
    /// is open for writing elsewhere.
    /// <see cref="ZvecErrorCode.DataCorruption"/> or <see cref="ZvecErrorCode.UnsupportedFormat"/>: a file is damaged, or of a newer
    /// version.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public static Collection Open(string path, CollectionOptions? options = null) =>
        CollectionOpener.Open(DiskFor(options), path, options ?? new CollectionOptions());

    /// <summary>Opens a collection, or creates it when there is none.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="schema">What the documents look like; an existing collection must have the same.</param>
    /// <param name="options">How to open it; null for the defaults.</param>
    /// <exception cref="ZvecException">As for <see cref="Create"/> and <see cref="Open"/>, and
    /// <see cref="ZvecErrorCode.FailedPrecondition"/>: the collection has another schema; the message says what differs.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public static Collection OpenOrCreate(string path, CollectionSchema schema, CollectionOptions? options = null) =>
        CollectionOpener.OpenOrCreate(DiskFor(options), path, schema, options ?? new CollectionOptions());

    /// <summary>Deletes a collection with all its files.</summary>
    /// <param name="path">The directory; files that are not the collection's stay. On Windows, so do files that others still read; a
    /// collection that is created there later removes them.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no collection. <see cref="ZvecErrorCode.Locked"/>: it
    /// is open for writing.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public static void Drop(string path) => CollectionOpener.Drop(PhysicalFileSystem.Instance, path);

    /// <summary>The disk, used as the options ask for.</summary>
    private static PhysicalFileSystem DiskFor(CollectionOptions? options)
    {
        options ??= new CollectionOptions();
        OptionsCheck.Run(options);
        return options.Disk;
    }

    /// <summary>Closes the collection: waits for writes under way, stops maintenance, and lets go of files and memory. Readers that are
    /// still at work finish undisturbed. When this returns, on whichever thread, the collection can be opened again.</summary>
    public void Dispose()
    {
        lock (_disposing)
        {
            if (_disposed)
                return;
            _disposed = true;
            ObservedCollections.Remove(this);
            try
            {
                _writer?.Close();
                _reader?.Dispose();
            }
            finally
            {
                _store.Dispose();
                _writer?.Dispose();
            }

            EngineLog.Closed(_maintenance.Logger, _store.Schema.Name, _files.Root);
        }
    }
}

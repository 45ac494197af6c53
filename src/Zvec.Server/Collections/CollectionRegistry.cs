using System.Collections.Concurrent;
using Zvec.Engine;

namespace Zvec.Server.Collections;

/// <summary>The collections of the server's folder, each opened once, by the first request that needs it or when the server
/// starts.</summary>
/// <remarks>A collection that is dropped is taken out first, so that later requests do not find it, and then closed; reads that are at work
/// on it finish.</remarks>
internal sealed class CollectionRegistry : IDisposable
{
    /// <summary>The least that <see cref="CollectionOptions.MaxMemory"/> of a partition may be.</summary>
    private const long LeastMemory = 64L << 20;

    private readonly ZvecServerOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, Task<IDocumentCollection>> _entries = new(StringComparer.Ordinal);
    private readonly Lock _changing = new();
    private bool _disposed;

    public CollectionRegistry(ZvecServerOptions options, ILoggerFactory loggers)
    {
        _options = options;
        _loggers = loggers;
        _logger = loggers.CreateLogger<CollectionRegistry>();
        _folder = Path.GetFullPath(options.Path!);
    }

    /// <summary>The names of all collections of the folder, in order.</summary>
    public IReadOnlyList<string> List()
    {
        if (!Directory.Exists(_folder))
            return [];
        return
        [
            .. Directory.EnumerateDirectories(_folder)
                .Where(Exists)
                .Select(folder => Path.GetFileName(folder))
                .Where(CollectionName.IsValid)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The collection of a name, opened if it is not.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is none; or as opening it.</exception>
    public ValueTask<IDocumentCollection> GetAsync(string name) =>
        new(_entries.TryGetValue(name, out Task<IDocumentCollection>? entry) ? entry : OpenAsync(name));

    /// <summary>The collection of a name, which must not be partitioned.</summary>
    /// <param name="name">The name.</param>
    /// <param name="wanted">What only such a collection can do.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotSupported"/>: it is partitioned; or as
    /// <see cref="GetAsync"/>.</exception>
    public async ValueTask<Collection> GetSingleAsync(string name, string wanted) =>
        await GetAsync(name).ConfigureAwait(false) as Collection ?? throw new ZvecException(
            ZvecErrorCode.NotSupported, $"Collection '{name}' is partitioned, and {wanted} is for collections without partitions.");

    /// <summary>Creates a collection.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is one of that name; or as creating it.</exception>
    public Task<IDocumentCollection> CreateAsync(CollectionSchema schema)
    {
        CheckWritable();
        CollectionName.Check(schema.Name);
        return AddAsync(schema.Name, path => Collection.Create(path, schema, Options(schema.Name)));
    }

    /// <summary>Makes a collection of an archive.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is one of that name; or as restoring
    /// it.</exception>
    public Task<IDocumentCollection> RestoreAsync(string name, Stream archive, CancellationToken cancellationToken)
    {
        CheckWritable();
        CollectionName.Check(name);
        return AddAsync(name, path =>
        {
            Collection.Restore(archive, path, cancellationToken);
            return Collection.Open(path, Options(name));
        });
    }

    /// <summary>Deletes a collection with all its files.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is none; or as dropping it.</exception>
    public async Task DropAsync(string name)
    {
        CheckWritable();
        IDocumentCollection open = await GetAsync(name).ConfigureAwait(false);
        Task<IDocumentCollection> gone = Task.FromException<IDocumentCollection>(Missing(name));
        _ = gone.Exception; // observed, whether anybody asks for the collection meanwhile or not
        lock (_changing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_entries.TryGetValue(name, out Task<IDocumentCollection>? entry) || !entry.IsCompletedSuccessfully || entry.Result != open)
                throw Missing(name); // another call drops it
            _entries[name] = gone;
        }

        try
        {
            await Task.Run(() =>
            {
                open.Dispose();
                if (open is PartitionedCollection)
                    PartitionedCollection.Drop(FolderOf(name));
                else
                    Collection.Drop(FolderOf(name));
            }).ConfigureAwait(false);
            ServerLog.CollectionDropped(_logger, name);
        }
        finally
        {
            _entries.TryRemove(KeyValuePair.Create(name, gone));
        }
    }

    /// <summary>Closes all collections: finishes their writes.</summary>
    public void Dispose()
    {
        Task<IDocumentCollection>[] entries;
        lock (_changing)
        {
            if (_disposed)
                return;
            _disposed = true;
            entries = [.. _entries.Values];
        }

        foreach (Task<IDocumentCollection> entry in entries)
        {
            ((IAsyncResult)entry).AsyncWaitHandle.WaitOne();
            if (entry.IsCompletedSuccessfully)
                entry.Result.Dispose();
        }
    }

    private Task<IDocumentCollection> OpenAsync(string name) =>
        CollectionName.IsValid(name) && Exists(FolderOf(name))
            ? Enter(name, path => Open(name, path), isNew: false)
            : Task.FromException<IDocumentCollection>(Missing(name));

    private async Task<IDocumentCollection> AddAsync(string name, Func<string, IDocumentCollection> make)
    {
        IDocumentCollection made = await Enter(name, make, isNew: true).ConfigureAwait(false);
        ServerLog.CollectionCreated(_logger, name);
        return made;
    }

    /// <summary>Makes or opens a collection for all who ask for it from now on; when that fails, the next one who asks tries
    /// again.</summary>
    private Task<IDocumentCollection> Enter(string name, Func<string, IDocumentCollection> open, bool isNew)
    {
        lock (_changing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_entries.TryGetValue(name, out Task<IDocumentCollection>? entry))
            {
                return isNew
                    ? throw new ZvecException(
                        ZvecErrorCode.AlreadyExists,
                        $"There is a collection '{name}', or it is being made or dropped. Choose another name.")
                    : entry;
            }

            var opening = new Task<IDocumentCollection>(() => OpenOrForget(name, open), TaskCreationOptions.LongRunning);
            _entries[name] = opening;
            opening.Start(TaskScheduler.Default);
            return opening;
        }
    }

    private IDocumentCollection OpenOrForget(string name, Func<string, IDocumentCollection> open)
    {
        try
        {
            return open(FolderOf(name));
        }
        catch
        {
            _entries.TryRemove(name, out _);
            throw;
        }
    }

    private static bool Exists(string folder) => Collection.Exists(folder) || PartitionedCollection.Exists(folder);

    private IDocumentCollection Open(string name, string path)
    {
        CollectionOptions options = Options(name);
        if (!PartitionedCollection.Exists(path))
            return Collection.Open(path, options);
        var partitioned = new PartitionedCollectionOptions();
        if (options.MaxMemory is { } limit)
            options = options with { MaxMemory = Math.Max(LeastMemory, limit / partitioned.MaxOpenPartitions) };
        return PartitionedCollection.Open(path, partitioned with { Partition = options });
    }

    private CollectionOptions Options(string name) => new()
    {
        ReadOnly = _options.ReadOnly,
        RefreshInterval = _options.ReadOnly && _options.RefreshInterval > TimeSpan.Zero ? _options.RefreshInterval : null,
        Durability = _options.Durability,
        MaxMemory = _options.MaxMemory,
        SmallMemory = _options.SmallMemory,
        Logger = _loggers.CreateLogger($"Zvec.Engine.{name}"),
    };

    private string FolderOf(string name) => Path.Combine(_folder, name);

    private void CheckWritable()
    {
        if (_options.ReadOnly)
        {
            throw new ZvecException(
                ZvecErrorCode.ReadOnly,
                "This server only reads (Zvec:ReadOnly). Send the call to the one that writes to these collections.");
        }
    }

    private static ZvecException Missing(string name) => new(
        ZvecErrorCode.NotFound,
        $"There is no collection '{name}'. GET /v1/collections lists those that there are; POST to it creates one.");
}

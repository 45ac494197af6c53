using System.Collections.Concurrent;
using Zvec.Engine;

namespace Zvec.Server.Collections;

/// <summary>The collections of the server's folder, each opened once, by the first request that needs it or when the server
/// starts.</summary>
/// <remarks>A collection that is dropped is taken out first, so that later requests do not find it, and then closed; reads that are at work
/// on it finish.</remarks>
internal sealed partial class CollectionRegistry : IDisposable
{
    private readonly ZvecServerOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, Task<Collection>> _entries = new(StringComparer.Ordinal);
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
                .Where(Collection.Exists)
                .Select(folder => Path.GetFileName(folder))
                .Where(CollectionName.IsValid)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The collection of a name, opened if it is not.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is none; or as opening it.</exception>
    public ValueTask<Collection> GetAsync(string name) =>
        new(_entries.TryGetValue(name, out Task<Collection>? entry) ? entry : OpenAsync(name));

    /// <summary>Creates a collection.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is one of that name; or as creating it.</exception>
    public Task<Collection> CreateAsync(CollectionSchema schema)
    {
        CheckWritable();
        CollectionName.Check(schema.Name);
        return AddAsync(schema.Name, path => Collection.Create(path, schema, Options(schema.Name)));
    }

    /// <summary>Makes a collection of an archive.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is one of that name; or as restoring
    /// it.</exception>
    public Task<Collection> RestoreAsync(string name, Stream archive, CancellationToken cancellationToken)
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
        Collection open = await GetAsync(name).ConfigureAwait(false);
        Task<Collection> gone = Task.FromException<Collection>(Missing(name));
        _ = gone.Exception; // observed, whether anybody asks for the collection meanwhile or not
        lock (_changing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_entries.TryGetValue(name, out Task<Collection>? entry) || !entry.IsCompletedSuccessfully || entry.Result != open)
                throw Missing(name); // another call drops it
            _entries[name] = gone;
        }

        try
        {
            await Task.Run(() =>
            {
                open.Dispose();
                Collection.Drop(FolderOf(name));
            }).ConfigureAwait(false);
            LogDropped(_logger, name);
        }
        finally
        {
            _entries.TryRemove(KeyValuePair.Create(name, gone));
        }
    }

    /// <summary>Closes all collections: finishes their writes.</summary>
    public void Dispose()
    {
        Task<Collection>[] entries;
        lock (_changing)
        {
            if (_disposed)
                return;
            _disposed = true;
            entries = [.. _entries.Values];
        }

        foreach (Task<Collection> entry in entries)
        {
            ((IAsyncResult)entry).AsyncWaitHandle.WaitOne();
            if (entry.IsCompletedSuccessfully)
                entry.Result.Dispose();
        }
    }

    private Task<Collection> OpenAsync(string name) =>
        CollectionName.IsValid(name) && Collection.Exists(FolderOf(name))
            ? Enter(name, path => Collection.Open(path, Options(name)), isNew: false)
            : Task.FromException<Collection>(Missing(name));

    private async Task<Collection> AddAsync(string name, Func<string, Collection> make)
    {
        Collection made = await Enter(name, make, isNew: true).ConfigureAwait(false);
        LogCreated(_logger, name);
        return made;
    }

    /// <summary>Makes or opens a collection for all who ask for it from now on; when that fails, the next one who asks tries
    /// again.</summary>
    private Task<Collection> Enter(string name, Func<string, Collection> open, bool isNew)
    {
        lock (_changing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_entries.TryGetValue(name, out Task<Collection>? entry))
            {
                return isNew
                    ? throw new ZvecException(
                        ZvecErrorCode.AlreadyExists,
                        $"There is a collection '{name}', or it is being made or dropped. Choose another name.")
                    : entry;
            }

            var opening = new Task<Collection>(() => OpenOrForget(name, open), TaskCreationOptions.LongRunning);
            _entries[name] = opening;
            opening.Start(TaskScheduler.Default);
            return opening;
        }
    }

    private Collection OpenOrForget(string name, Func<string, Collection> open)
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

    [LoggerMessage(4010, LogLevel.Information, "Collection {Name} was created.")]
    private static partial void LogCreated(ILogger logger, string name);

    [LoggerMessage(4011, LogLevel.Information, "Collection {Name} was dropped.")]
    private static partial void LogDropped(ILogger logger, string name);
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <summary>A vector store in a folder: every collection is a folder inside, kept by the Zvec engine in this process.</summary>
/// <remarks>
/// Safe for use by several threads. All stores and collections of a process on one path share the collections that are open; those are
/// closed when the last store, and the last collection that was made without one, is disposed. Only one process may write to a collection
/// at a time.
/// </remarks>
public sealed partial class ZvecVectorStore : VectorStore
{
    private readonly ZvecVectorStoreOptions _options;
    private readonly DatabaseAccess _access;
    private readonly DatabaseReference _reference;
    private readonly VectorStoreMetadata _metadata;

    /// <summary>Names a store; nothing is opened or created yet.</summary>
    /// <param name="path">The folder of the store. It is created with the first collection.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is null or blank.</exception>
    public ZvecVectorStore(string path, ZvecVectorStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);

        _options = new ZvecVectorStoreOptions(options);
        _access = DatabaseAccess.From(
            ZvecCollection<object, Dictionary<string, object?>>.FullPath(path), StoreOptions(definition: null));
        _metadata = new VectorStoreMetadata { VectorStoreSystemName = OperationFailure.SystemName, VectorStoreName = _access.Path };
        _reference = new DatabaseReference(_access.Path);
    }

    /// <inheritdoc/>
    [RequiresDynamicCode("This overload of GetCollection() is incompatible with NativeAOT. For dynamic mapping via Dictionary<string, "
        + "object?>, call GetDynamicCollection() instead.")]
    [RequiresUnreferencedCode("This overload of GetCollection() is incompatible with trimming. For dynamic mapping via "
        + "Dictionary<string, object?>, call GetDynamicCollection() instead.")]
    public override ZvecCollection<TKey, TRecord> GetCollection<TKey, TRecord>(
        string name, VectorStoreCollectionDefinition? definition = null) =>
        typeof(TRecord) == typeof(Dictionary<string, object?>)
            ? throw new ArgumentException(VectorDataStrings.GetCollectionWithDictionaryNotSupported)
            : new ZvecCollection<TKey, TRecord>(
                _access.Path,
                name,
                static options => new ZvecModelBuilder().Build(
                    typeof(TRecord), typeof(TKey), options.Definition, options.EmbeddingGenerator),
                CollectionOptions(name, definition),
                _reference);

    /// <inheritdoc/>
    public override ZvecDynamicCollection GetDynamicCollection(string name, VectorStoreCollectionDefinition definition) =>
        new(_access.Path, name, CollectionOptions(name, definition), _reference);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ListCollectionNamesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        List<string> names;
        try
        {
            names = CollectionFolders.List(_access.Path);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "ListCollectionNames");
        }

        foreach (string name in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return name;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Enter(cancellationToken);
        try
        {
            return Task.FromResult(_access.Exists(name));
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "CollectionExists", name);
        }
    }

    /// <inheritdoc/>
    public override async Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Enter(cancellationToken);
        try
        {
            await _access.DropAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "EnsureCollectionDeleted", name);
        }
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reference.Dispose();
        base.Dispose(disposing);
    }

    private ZvecCollectionOptions CollectionOptions(string name, VectorStoreCollectionDefinition? definition)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ZvecCollectionOptions options = StoreOptions(definition);
        _options.ConfigureCollection?.Invoke(name, options);
        return options;
    }

    private ZvecCollectionOptions StoreOptions(VectorStoreCollectionDefinition? definition) => new()
    {
        Definition = definition,
        EmbeddingGenerator = _options.EmbeddingGenerator,
        Durability = _options.Durability,
        MaxMemory = _options.MaxMemory,
        SmallMemory = _options.SmallMemory,
        DiskReserveBytes = _options.DiskReserveBytes,
        ReadOnly = _options.ReadOnly,
        FileMode = _options.FileMode,
        RefreshInterval = _options.RefreshInterval,
        LoggerFactory = _options.LoggerFactory,
    };

    /// <summary>How a collection is opened that no object was made for.</summary>
    private DatabaseAccess AccessTo(string name) => DatabaseAccess.From(_access.Path, CollectionOptions(name, definition: null));

    private void Enter(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_reference.IsDisposed, this);
    }
}

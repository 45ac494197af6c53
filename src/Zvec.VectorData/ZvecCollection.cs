using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <summary>A collection of records in a <see cref="ZvecVectorStore"/>.</summary>
/// <typeparam name="TKey">The type of the keys: <see cref="string"/>, <see cref="int"/>, <see cref="long"/>, <see cref="ulong"/> or
/// <see cref="Guid"/>.</typeparam>
/// <typeparam name="TRecord">The class of the records, mapped by attributes or by a definition.</typeparam>
/// <remarks>
/// Safe for use by several threads. The object does no I/O until its first operation and keeps nothing that another one could change:
/// several may work on one collection, with different models, and one may delete it and create it anew. Disposing it closes nothing that
/// others use.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a collection of records.")]
public partial class ZvecCollection<TKey, TRecord> : VectorStoreCollection<TKey, TRecord>, IKeywordHybridSearchable<TRecord>
    where TKey : notnull
    where TRecord : class
{
    private readonly DatabaseAccess _access;
    private readonly DatabaseReference? _storeReference;
    private readonly VectorStoreCollectionMetadata _metadata;
    private readonly RecordMapping _mapping;
    private readonly IndexSettings _indexes;
    private readonly Lock _referenceGate = new();
    private DatabaseReference? _ownReference;
    private bool _disposed;

    /// <summary>Names a collection; nothing is opened or created yet.</summary>
    /// <param name="path">The folder of the store.</param>
    /// <param name="name">The name of the collection: any text.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <exception cref="ArgumentException">A path or name is null or blank.</exception>
    /// <exception cref="NotSupportedException">The record class asks for something that the store does not have.</exception>
    /// <exception cref="InvalidOperationException">The record class or definition is not consistent.</exception>
    [RequiresDynamicCode("This constructor is incompatible with NativeAOT. For dynamic mapping via Dictionary<string, object?>, use "
        + "ZvecDynamicCollection instead.")]
    [RequiresUnreferencedCode("This constructor is incompatible with trimming. For dynamic mapping via Dictionary<string, object?>, use "
        + "ZvecDynamicCollection instead.")]
    public ZvecCollection(string path, string name, ZvecCollectionOptions? options = null)
        : this(path, name, BuildModel, options, storeReference: null)
    {
    }

    internal ZvecCollection(
        string path,
        string name,
        Func<ZvecCollectionOptions, CollectionModel> modelFactory,
        ZvecCollectionOptions? options,
        DatabaseReference? storeReference)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);

        options ??= new ZvecCollectionOptions();
        Name = name;
        _mapping = new RecordMapping(modelFactory(options));
        _indexes = IndexSettings.Create(options.VectorIndexes, options.TextIndexes, _mapping);
        _access = DatabaseAccess.From(FullPath(path), options);
        _metadata = new VectorStoreCollectionMetadata
        {
            VectorStoreSystemName = OperationFailure.SystemName,
            VectorStoreName = _access.Path,
            CollectionName = name,
        };

        Partitions = new ZvecPartitions(_access, _metadata, Enter);
        _storeReference = storeReference;
        if (storeReference is null)
            _ownReference = new DatabaseReference(_access.Path);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    private CollectionModel Model => _mapping.Model;

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        try
        {
            return Task.FromResult(_access.Exists(Name));
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "CollectionExists");
        }
    }

    /// <summary>Creates the collection when it does not exist. When it does, adds what the record has and the collection lacks, as far as
    /// that is possible: fields and vectors that may be null, nulls in those that are there, and indexes of fields.</summary>
    /// <param name="cancellationToken">Ends the operation between its steps.</param>
    /// <exception cref="InvalidOperationException">The record does not fit the collection that exists; the message names each property
    /// that differs. Or the options ask for other partitions than it has. What a record leaves open, such as a distance function or an
    /// index setting, fits whatever is stored.</exception>
    /// <exception cref="VectorStoreException">The collection could not be created, opened or changed.</exception>
    public override async Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        try
        {
            using CollectionLease lease = await _access.LeaseOrCreateAsync(
                Name,
                () => RecordSchema.Create(Name, CollectionFolders.FolderOf(Name), _mapping, _indexes),
                cancellationToken).ConfigureAwait(false);

            CheckPartitioning(lease);
            if (Compare(lease).HasAdditions)
                await AddMissingAsync(lease, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "EnsureCollectionExists");
        }
    }

    /// <inheritdoc/>
    public override async Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        try
        {
            await _access.DropAsync(Name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "EnsureCollectionDeleted");
        }
    }

    /// <summary>Moves the collection of a read-only handle on to the newest state: every write that another process had acknowledged before
    /// this call. All read-only handles of this process on the collection move on together; operations under way finish with the state
    /// that they began with.</summary>
    /// <param name="cancellationToken">Cancels the call before it begins to read.</param>
    /// <returns>Whether there was a newer state. Always false for a handle that is not read-only, and beside a store of the same process
    /// that writes: both see the newest state without this.</returns>
    /// <remarks>While the writer has committed nothing, only what was added to its log is read; after a commit also the new segments. When
    /// the collection was deleted and created anew meanwhile, the new one is opened.</remarks>
    /// <exception cref="VectorStoreException">The collection does not exist (any more) or cannot be read; in the latter case what was read
    /// before is still shown.</exception>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        if (!_access.ReadOnly)
            return false;
        try
        {
            using CollectionLease lease = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
            try
            {
                return await Task.Run(lease.Collection.Refresh, cancellationToken).ConfigureAwait(false);
            }
            catch (ZvecException exception) when (exception.Code is ZvecErrorCode.FailedPrecondition or ZvecErrorCode.NotFound)
            {
                // Another collection is in its place, or none.
                lease.Discard();
                using CollectionLease other = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
                return true;
            }
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Refresh");
        }
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(VectorStoreCollectionMetadata) ? _metadata
            : serviceType == typeof(ZvecPartitions) ? Partitions
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    internal static string FullPath(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_referenceGate)
            {
                _disposed = true;
                _ownReference?.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    [RequiresDynamicCode("Builds the model of a class.")]
    [RequiresUnreferencedCode("Builds the model of a class.")]
    private static CollectionModel BuildModel(ZvecCollectionOptions options) =>
        typeof(TRecord) == typeof(Dictionary<string, object?>)
            ? throw new NotSupportedException(
                VectorDataStrings.NonDynamicCollectionWithDictionaryNotSupported(typeof(ZvecDynamicCollection)))
            : new ZvecModelBuilder().Build(typeof(TRecord), typeof(TKey), options.Definition, options.EmbeddingGenerator);

    private SchemaFit Compare(CollectionLease lease) => SchemaFit.Compare(Name, lease.Collection.Schema, _mapping, _indexes);

    /// <summary>A collection without partitions, in which what could not be null can be made so.</summary>
    private static Collection Single(CollectionLease lease, string what) => lease.Collection as Collection ?? throw new ZvecException(
        ZvecErrorCode.NotSupported,
        $"Collection '{lease.Collection.Schema.Name}' is partitioned, and its {what} cannot be made to take nulls, as the record has it. "
            + "Change the record, or create the collection anew.");

    private async Task AddMissingAsync(CollectionLease lease, CancellationToken cancellationToken)
    {
        _access.ThrowIfReadOnly(Name);
        await lease.SchemaChanges.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Compared again: another handle may have added the same meanwhile.
            SchemaFit fit = Compare(lease);
            foreach (FieldSchema field in fit.NullableFields)
                await Single(lease, $"field '{field.Name}'").AlterFieldAsync(field.Name, field, cancellationToken).ConfigureAwait(false);
            foreach (VectorSchema vector in fit.NullableVectors)
                await Single(lease, $"vector '{vector.Name}'").AlterFieldAsync(vector.Name, vector, cancellationToken).ConfigureAwait(false);
            foreach (FieldSchema field in fit.NewFields)
                await lease.Collection.AddFieldAsync(field, cancellationToken).ConfigureAwait(false);
            foreach (VectorSchema vector in fit.NewVectors)
                await lease.Collection.AddFieldAsync(vector, cancellationToken).ConfigureAwait(false);
            foreach ((string field, FieldIndexOptions index) in fit.NewIndexes)
                await lease.Collection.CreateIndexAsync(field, index, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lease.SchemaChanges.Release();
        }
    }

    /// <summary>Begins an operation: refuses it after disposal, and sees to it that what gets opened stays open.</summary>
    private void Enter(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if (_storeReference is not { IsDisposed: true })
            return;

        // The store that this collection came from is gone; the collection goes on by itself.
        lock (_referenceGate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _ownReference ??= new DatabaseReference(_access.Path);
        }
    }
}

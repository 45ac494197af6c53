using Zvec.Engine.Partitions;

namespace Zvec.Engine;

public sealed partial class PartitionedCollection
{
    /// <summary>Makes a partition without documents, before the first one is written to it.</summary>
    /// <param name="name">Its name; see <see cref="PartitionBy"/>.</param>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is one.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: no document can belong to one of that name.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public Task AddPartitionAsync(string name, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        return ChangeAsync(
            () =>
            {
                ThrowIfThere(name);
                Make(name);
                return Task.CompletedTask;
            },
            cancellationToken);
    }

    /// <summary>Takes a partition out of service, and keeps its files: it is closed, not searched, and takes no writes, until
    /// <see cref="AttachPartitionAsync"/>. Returns when calls under way have let go of it.</summary>
    /// <param name="name">The partition.</param>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such partition.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public Task DetachPartitionAsync(string name, CancellationToken cancellationToken = default) =>
        ChangeAsync(() => SetAttachedAsync(name, isAttached: false), cancellationToken);

    /// <summary>Puts a partition that was detached back into service.</summary>
    /// <param name="name">The partition.</param>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <remarks>Keys of its documents that were written to other partitions meanwhile are there twice then.</remarks>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such partition.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public Task AttachPartitionAsync(string name, CancellationToken cancellationToken = default) =>
        ChangeAsync(() => SetAttachedAsync(name, isAttached: true), cancellationToken);

    /// <summary>Deletes a partition with all its documents and files, in a time that does not depend on how many there are. Searches under
    /// way finish with what they see.</summary>
    /// <param name="name">The partition, attached or not.</param>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such partition.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full.</exception>
    public Task DropPartitionAsync(string name, CancellationToken cancellationToken = default) =>
        ChangeAsync(() => RemoveAsync(FindOrThrow(name)), cancellationToken);

    /// <summary>Moves a partition out: backs it up to a folder, reads the copy back, and drops it. A failure leaves it in
    /// service.</summary>
    /// <remarks>Writes to the partition that come while it is archived are refused with <see cref="ZvecErrorCode.FailedPrecondition"/>, and
    /// searches do without it: it is detached first, and attached again when archiving fails.</remarks>
    /// <param name="name">The partition.</param>
    /// <param name="target">The folder, as for <see cref="Collection.BackupAsync(string, BackupOptions, IProgress{BackupProgress},
    /// CancellationToken)"/>.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    /// <returns>What the archive holds.</returns>
    /// <exception cref="ZvecException">As for a backup, and <see cref="ZvecErrorCode.NotFound"/>: there is no such partition.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public async Task<BackupResult> ArchivePartitionAsync(
        string name, string target, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        bool wasAttached = true;
        await ChangeAsync(
            () =>
            {
                wasAttached = FindOrThrow(name).Record.IsAttached;
                return SetAttachedAsync(name, isAttached: false);
            },
            cancellationToken).ConfigureAwait(false);
        PartitionHandle detached = FindOrThrow(name);
        try
        {
            // for reading only, which leaves the log as it is
            CollectionOptions options = _options.OptionsOfPartition with { ReadOnly = true };
            using Collection partition = CollectionOpener.Open(_fileSystem, detached.Folder, options);
            BackupResult result = await partition.BackupAsync(target, options: null, progress, cancellationToken).ConfigureAwait(false);
            await ChangeAsync(() => RemoveAsync(Same(detached)), cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch when (wasAttached && _set.Find(name) == detached)
        {
            await ChangeAsync(() => SetAttachedAsync(name, isAttached: true), CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Brings a partition back from an archive, or from any backup of a collection of the same schema.</summary>
    /// <param name="name">The name that it gets.</param>
    /// <param name="archive">The folder of the archive, which stays as it is.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    /// <remarks>That its documents belong to a partition of that name is taken on trust: those that do not are found by searches without a
    /// filter only.</remarks>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is a partition of that name.
    /// <see cref="ZvecErrorCode.FailedPrecondition"/>: the archive has another schema. Otherwise as for
    /// <see cref="Collection.Restore(string, string, CancellationToken)"/>.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public Task RestorePartitionAsync(string name, string archive, CancellationToken cancellationToken = default)
    {
        CheckName(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(archive);
        return ChangeAsync(
            () => Task.Run(
                () =>
                {
                    ThrowIfThere(name);
                    var record = new PartitionRecord(name, _set.Catalog.NextNumber, IsAttached: true);
                    string folder = _files.Partition(record.Number);
                    PartitionedCollectionFolder.DeletePartition(_fileSystem, folder);
                    try
                    {
                        Collection.Restore(_fileSystem, archive, folder, progress: null, cancellationToken);
                        CollectionOptions options = _options.OptionsOfPartition with { ReadOnly = true };
                        using Collection restored = CollectionOpener.Open(_fileSystem, folder, options);
                        if (Schemas.PlaceOf(restored.Schema) < 0)
                            throw OtherSchema(name, restored.Schema);
                    }
                    catch
                    {
                        PartitionedCollectionFolder.DeletePartition(_fileSystem, folder);
                        throw;
                    }

                    Commit(_set.Catalog.Adding(record));
                },
                cancellationToken),
            cancellationToken);
    }

    /// <summary>The state of a partition; opens it.</summary>
    /// <param name="name">A partition that is attached.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such partition.
    /// <see cref="ZvecErrorCode.FailedPrecondition"/>: it is detached.</exception>
    public CollectionStatistics GetPartitionStatistics(string name)
    {
        PartitionHandle partition = FindOrThrow(name);
        if (!partition.Record.IsAttached)
        {
            throw new ZvecException(
                ZvecErrorCode.FailedPrecondition,
                $"Partition '{name}' of collection '{Schema.Name}' is detached. Attach it with AttachPartitionAsync, or open its folder.");
        }

        if (_open.TryRent(partition) is not { } lease)
            throw Missing(name);
        using (lease)
            return lease.Collection.GetStatistics();
    }

    /// <inheritdoc cref="IDocumentCollection.GetStatistics"/>
    public PartitionedCollectionStatistics GetStatistics(bool openPartitions = true)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(PartitionedCollection));
        var partitions = new List<PartitionStatistics>();
        foreach (PartitionHandle partition in _set.All)
        {
            bool isOpen = _open.IsOpen(partition);
            CollectionStatistics? state = null;
            if (partition.Record.IsAttached && (isOpen || openPartitions))
            {
                if (_open.TryRent(partition) is not { } lease)
                    continue;
                using (lease)
                    state = lease.Collection.GetStatistics();
            }

            partitions.Add(new PartitionStatistics(
                new PartitionInfo(partition.Name, partition.Folder, partition.Record.IsAttached, isOpen), state));
        }

        return SummedStatistics.Of(partitions, Schema, _refreshes.Statistics, Volatile.Read(ref _failure)?.Message);
    }

    CollectionStatistics IDocumentCollection.GetStatistics(bool openPartitions) => GetStatistics(openPartitions);

    /// <inheritdoc/>
    public bool WasReplaced => _replaced;

    /// <inheritdoc/>
    /// <remarks>Shows partitions that were added, detached or dropped, and what was written to those that are open; others show their
    /// newest state when they are opened. When it fails, the collection goes on showing the state that it had, and a later call may
    /// succeed.</remarks>
    public bool Refresh()
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(PartitionedCollection));
        if (!_options.Partition.ReadOnly)
            return false;
        _catalogTurn.Wait();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(PartitionedCollection));
            bool isNewer = MoveOn();
            _replaced = false;
            return isNewer;
        }
        catch (ZvecException exception) when (exception.Code is ZvecErrorCode.FailedPrecondition or ZvecErrorCode.NotFound)
        {
            _replaced = true;
            throw;
        }
        finally
        {
            _catalogTurn.Release();
        }
    }

    private bool MoveOn()
    {
        PartitionCatalog before = _set.Catalog;
        PartitionHandle[] gone = ShowNewest();
        bool isNewer = _set.Catalog != before;
        foreach (PartitionHandle partition in _set.Attached.Where(_open.IsOpen))
        {
            if (_open.TryRent(partition) is not { } lease)
                continue;
            using (lease)
                isNewer |= lease.Collection.Refresh();
        }

        foreach (PartitionHandle partition in gone)
            _open.RetireAsync(partition).GetAwaiter().GetResult();
        return isNewer;
    }

    /// <summary>Reads the catalog again and shows what it says, where that is something new.</summary>
    /// <returns>The handles of partitions that are not there any more.</returns>
    /// <exception cref="ZvecException">Another collection is in its place, or none.</exception>
    private PartitionHandle[] ShowNewest()
    {
        PartitionCatalog before = _set.Catalog;
        if (!_fileSystem.FileExists(_files.Catalog))
        {
            throw new ZvecException(
                ZvecErrorCode.NotFound, $"Collection '{Schema.Name}' at '{Path}' was dropped since it was opened. Open what is there now.");
        }

        PartitionCatalog now = PartitionCatalogFile.Read(_fileSystem, _files.Catalog, _options.PartitionOfKey);
        if (now.Id != before.Id)
        {
            throw new ZvecException(
                ZvecErrorCode.FailedPrecondition,
                $"Another collection was put in the place of collection '{Schema.Name}' at '{Path}'. Open it anew.");
        }

        bool hasSameSchemas = before.Schemas.IsSame(now.Schemas);
        if (hasSameSchemas && before.Partitions.SequenceEqual(now.Partitions))
            return [];
        return Show(hasSameSchemas ? now with { Schemas = before.Schemas, By = before.By } : now);
    }

    /// <summary>Shows the newest catalog, in a collection that was opened for reading.</summary>
    /// <returns>The schemas that it names.</returns>
    private SchemaHistory ReadCatalogAgain()
    {
        PartitionHandle[] gone;
        _catalogTurn.Wait();
        try
        {
            gone = ShowNewest();
        }
        finally
        {
            _catalogTurn.Release();
        }

        // closed when the calls that use them are done, of which this may be one
        foreach (PartitionHandle partition in gone)
            _ = _open.RetireAsync(partition);
        return Schemas;
    }

    private async Task<PartitionHandle> MakeForWriteAsync(string name, CancellationToken cancellationToken)
    {
        if (!_options.CreatePartitions)
        {
            throw new ZvecException(
                ZvecErrorCode.NotFound,
                $"Collection '{Schema.Name}' has no partition '{name}', to which a document belongs. Make it with "
                    + $"AddPartitionAsync, or set {nameof(PartitionedCollectionOptions)}."
                    + $"{nameof(PartitionedCollectionOptions.CreatePartitions)}.");
        }

        await ChangeAsync(
            () =>
            {
                if (_set.Find(name) is null)
                    Make(name);
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return _set.Find(name) ?? throw Missing(name);
    }

    /// <summary>Makes the folder first: what the catalog names is there, and what is shown is open.</summary>
    private void Make(string name)
    {
        var record = new PartitionRecord(name, _set.Catalog.NextNumber, IsAttached: true);
        string folder = _files.Partition(record.Number);
        PartitionedCollectionFolder.DeletePartition(_fileSystem, folder); // left over from an attempt that failed
        Collection made = CollectionOpener.CreateWithIds(_fileSystem, folder, Schema, _options.OptionsOfPartition);
        try
        {
            PartitionCatalog catalog = _set.Catalog.Adding(record);
            Store(catalog);
            PartitionHandle handle = NewHandle(record);
            _open.Add(handle, made);
            Show(catalog, handle);
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    private async Task SetAttachedAsync(string name, bool isAttached)
    {
        PartitionHandle partition = FindOrThrow(name);
        if (partition.Record.IsAttached == isAttached)
            return;
        Commit(_set.Catalog.Replacing(partition.Record, partition.Record with { IsAttached = isAttached }));
        await _open.RetireAsync(partition).ConfigureAwait(false);
    }

    private async Task RemoveAsync(PartitionHandle partition)
    {
        Commit(_set.Catalog.Without(partition.Record));
        await _open.RetireAsync(partition).ConfigureAwait(false);
        PartitionedCollectionFolder.DeletePartition(_fileSystem, partition.Folder);
    }

    /// <summary>Makes one change of the partitions at a time.</summary>
    private async Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        ThrowIfReadOnly();
        await _catalogTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(PartitionedCollection));
            await change().ConfigureAwait(false);
        }
        finally
        {
            _catalogTurn.Release();
        }
    }

    private void Commit(PartitionCatalog catalog)
    {
        Store(catalog);
        Show(catalog);
    }

    /// <summary>Writes a catalog. After a failure the one of before is written again: the new one may be on the device or not, and what is
    /// acknowledged from now on could be lost with it.</summary>
    private void Store(PartitionCatalog catalog)
    {
        try
        {
            PartitionCatalogFile.Write(_fileSystem, _files.Catalog, catalog);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            try
            {
                PartitionCatalogFile.Write(_fileSystem, _files.Catalog, _set.Catalog);
            }
            catch (Exception again) when (again is IOException or UnauthorizedAccessException)
            {
                _failure = again;
            }

            throw;
        }
    }

    /// <summary>Shows searches and writes other partitions; those that are the same keep their handles.</summary>
    /// <param name="catalog">The partitions.</param>
    /// <param name="added">The handle of one that is new; null for none.</param>
    /// <returns>The handles that are not shown any more.</returns>
    private PartitionHandle[] Show(PartitionCatalog catalog, PartitionHandle? added = null)
    {
        PartitionSet before = _set;
        var kept = new HashSet<PartitionHandle>();
        _set = new PartitionSet(catalog, record =>
        {
            if (before.Find(record.Name) is not { } handle || handle.Record != record)
                return added?.Record == record ? added : NewHandle(record);
            kept.Add(handle);
            return handle;
        });
        return [.. before.All.Where(handle => !kept.Contains(handle))];
    }

    /// <summary>A partition, unless it was changed since it was found.</summary>
    private PartitionHandle Same(PartitionHandle partition) => _set.Find(partition.Name) == partition
        ? partition
        : throw new ZvecException(
            ZvecErrorCode.FailedPrecondition,
            $"Partition '{partition.Name}' of collection '{Schema.Name}' was attached or dropped while it was archived, and stays "
                + "as it is.");

    private PartitionHandle FindOrThrow(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _set.Find(name) ?? throw Missing(name);
    }

    private ZvecException Missing(string name)
    {
        string[] some = [.. _set.All.Take(20).Select(partition => $"'{partition.Name}'")];
        return new ZvecException(
            ZvecErrorCode.NotFound,
            $"Collection '{Schema.Name}' has no partition '{name}'; it has {(some.Length == 0 ? "none" : string.Join(", ", some))}"
                + (_set.All.Count > some.Length ? $" and {_set.All.Count - some.Length} more." : "."));
    }

    private void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        PartitionBy.CheckName(Schema, name);
        if (!By.IsName(Schema, name))
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"No document of collection '{Schema.Name}' can belong to a partition '{name}', by the rule that it is partitioned by.");
        }
    }

    private void ThrowIfThere(string name)
    {
        if (_set.Find(name) is not null)
        {
            throw new ZvecException(
                ZvecErrorCode.AlreadyExists,
                $"Collection '{Schema.Name}' has a partition '{name}' already. Choose another name, or drop it.");
        }
    }
}

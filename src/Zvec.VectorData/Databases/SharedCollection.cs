using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>One collection of a <see cref="SharedDatabase"/>: opened for the first operation, shared by all handles of the process,
/// closed with the last reference to the database. Operations hold a <see cref="CollectionLease"/>; dropping waits for them.</summary>
internal sealed class SharedCollection(SharedDatabase database, string name)
{
    private readonly Lock _gate = new();
    private readonly List<OpenCollection> _retired = [];
    private OpenCollection? _current;
    private TaskCompletionSource? _drop;
    private TaskCompletionSource? _drained;

    public string Name => name;

    /// <summary>Admits one change of the schema at a time.</summary>
    public SemaphoreSlim SchemaChanges { get; } = new(1, 1);

    /// <summary>Opens the collection for one operation.</summary>
    /// <param name="access">Who asks.</param>
    /// <param name="create">The schema to create it with when it does not exist; null to leave it.</param>
    /// <param name="cancellationToken">Ends the wait for a drop that is under way.</param>
    /// <returns>Null when the collection does not exist and was not to be created.</returns>
    public async ValueTask<CollectionLease?> LeaseAsync(
        DatabaseAccess access, Func<CollectionSchema>? create, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task drop;
            lock (_gate)
            {
                if (_drop is null)
                {
                    OpenCollection? open = Open(access, create);
                    if (open is null)
                        return null;

                    open.Leases++;
                    return new CollectionLease(this, open);
                }

                drop = _drop.Task;
            }

            await drop.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Uses the collection for one operation if it is open, and otherwise leaves it closed.</summary>
    public CollectionLease? TryLeaseOpen()
    {
        lock (_gate)
        {
            if (_drop is not null || _current is not { } open)
                return null;
            open.Leases++;
            return new CollectionLease(this, open);
        }
    }

    /// <summary>Ends an operation's use of the collection.</summary>
    public void Return(OpenCollection open)
    {
        TaskCompletionSource? drained = null;
        lock (_gate)
        {
            open.Leases--;
            if (open.Leases == 0 && open.Retired)
                Close(open);

            if (_drained is not null && !InUse())
                (drained, _drained) = (_drained, null);
        }

        drained?.SetResult();
    }

    /// <summary>Has later operations open the collection anew, unless another one is open by now.</summary>
    public void Discard(OpenCollection open)
    {
        lock (_gate)
        {
            if (_current == open)
                Retire(open);
        }
    }

    /// <summary>Closes the collection, unless the database has come into use again. Operations hold a reference to the database, so that
    /// without references none is under way.</summary>
    public void CloseUnlessReferenced()
    {
        lock (_gate)
        {
            if (database.IsReferenced)
                return;

            if (_current is { } open)
                Close(open);
            database.Forget(this);
        }
    }

    /// <summary>Closes the collection when the operations on it have ended, and deletes it. Operations that start meanwhile
    /// wait.</summary>
    public async Task DropAsync(CancellationToken cancellationToken)
    {
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await BecomeDroppingAsync(finished, cancellationToken).ConfigureAwait(false);
        try
        {
            Task drained;
            lock (_gate)
            {
                _drained = InUse() ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
                drained = _drained?.Task ?? Task.CompletedTask;
            }

            await drained.WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                if (_current is { } open)
                    Close(open);
                EngineCollections.Drop(CollectionFolders.DataPath(database.Path, name));
                CollectionFolders.Clean(database.Path, name);
            }
        }
        finally
        {
            lock (_gate)
            {
                _drop = null;
                _drained = null;
            }

            finished.SetResult();
        }
    }

    private async Task BecomeDroppingAsync(TaskCompletionSource finished, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task other;
            lock (_gate)
            {
                if (_drop is null)
                {
                    _drop = finished;
                    return;
                }

                other = _drop.Task;
            }

            await other.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The open collection that fits the access: a read-only handle shares what a writing one has open, so that it sees the
    /// newest state.</summary>
    private OpenCollection? Open(DatabaseAccess access, Func<CollectionSchema>? create)
    {
        if (_current is { Collection.WasReplaced: true } replaced)
            Retire(replaced);
        if (_current is { } open)
        {
            if (access.ReadOnly || (!open.ReadOnly && open.Durability == access.Durability))
                return open;

            if (!open.ReadOnly)
            {
                throw new ZvecException(
                    ZvecErrorCode.FailedPrecondition,
                    $"Collection '{name}' in the store '{access.Path}' is open in this process with Durability = {open.Durability}, and "
                    + $"this handle asks for {access.Durability}. Use the same setting for all stores on that path, or dispose the others "
                    + "first.");
            }

            Retire(open);
        }

        string path = CollectionFolders.DataPath(access.Path, name);
        IDocumentCollection? collection = EngineCollections.TryOpen(path, access);
        if (collection is null)
        {
            if (create is null)
                return null;

            access.ThrowIfReadOnly(name);
            CollectionSchema schema = create();
            CollectionFolders.Prepare(access.Path, name, access.FileMode);
            collection = EngineCollections.Create(path, schema, access);
        }

        _current = new OpenCollection(collection, access.ReadOnly, access.Durability);
        return _current;
    }

    private bool InUse() => _current is { Leases: > 0 } || _retired.Count > 0;

    private void Retire(OpenCollection open)
    {
        _current = null;
        open.Retired = true;
        if (open.Leases == 0)
            open.Collection.Dispose();
        else
            _retired.Add(open);
    }

    private void Close(OpenCollection open)
    {
        if (open == _current)
            _current = null;
        _retired.Remove(open);
        open.Collection.Dispose();
    }
}

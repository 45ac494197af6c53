using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>Keeps a collection of the engine open for the length of one operation.</summary>
internal readonly struct CollectionLease : IDisposable
{
    private readonly SharedCollection _owner;
    private readonly OpenCollection _open;
    private readonly SharedDatabase? _database;

    public CollectionLease(SharedCollection owner, OpenCollection open)
        : this(owner, open, null)
    {
    }

    private CollectionLease(SharedCollection owner, OpenCollection open, SharedDatabase? database)
    {
        _owner = owner;
        _open = open;
        _database = database;
    }

    /// <summary>The open collection; not to be used after the lease has been disposed.</summary>
    public IDocumentCollection Collection => _open.Collection;

    /// <summary>Admits one change of the schema at a time.</summary>
    public SemaphoreSlim SchemaChanges => _owner.SchemaChanges;

    /// <summary>The lease, with a reference to its database that it gives back at the end.</summary>
    public CollectionLease Holding(SharedDatabase database) => new(_owner, _open, database);

    /// <summary>Has later operations open the collection anew; those under way go on with the one that they have.</summary>
    public void Discard() => _owner.Discard(_open);

    public void Dispose()
    {
        _owner.Return(_open);
        _database?.Release();
    }
}

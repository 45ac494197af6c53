namespace Zvec.VectorData.Databases;

/// <summary>A counted reference to a <see cref="SharedDatabase"/>: as long as a store or collection holds one, opened collections stay
/// open.</summary>
internal sealed class DatabaseReference : IDisposable
{
    private readonly SharedDatabase _database;
    private int _disposed;

    public DatabaseReference(string fullPath) => _database = SharedDatabase.Acquire(fullPath);

    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _database.Release();
    }
}

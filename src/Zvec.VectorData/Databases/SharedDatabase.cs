using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>One store folder, as all stores and collections of this process see it together.</summary>
/// <remarks>
/// Stores and collections hold counted references. The collections inside are opened when first used, and closed with the last reference.
/// Closing is never final: a handle that is used afterwards takes a new reference, and the collection is opened again.
/// </remarks>
internal sealed class SharedDatabase
{
    private static readonly Lock Registry = new();
    private static readonly Dictionary<string, SharedDatabase> Databases = new(
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private readonly Dictionary<string, SharedCollection> _collections = new(StringComparer.Ordinal);
    private int _references;

    private SharedDatabase(string path) => Path = path;

    /// <summary>The full path of the store's folder.</summary>
    public string Path { get; }

    /// <summary>Takes a counted reference to the database of a folder; <see cref="Release"/> gives it back.</summary>
    public static SharedDatabase Acquire(string fullPath)
    {
        lock (Registry)
        {
            if (!Databases.TryGetValue(fullPath, out SharedDatabase? database))
                Databases.Add(fullPath, database = new SharedDatabase(fullPath));
            database._references++;
            return database;
        }
    }

    /// <summary>Gives a reference back; with the last one, the collections are closed.</summary>
    public void Release()
    {
        SharedCollection[] collections;
        lock (Registry)
        {
            if (--_references > 0)
                return;

            if (_collections.Count == 0)
                Databases.Remove(Path);

            collections = [.. _collections.Values];
        }

        foreach (SharedCollection collection in collections)
            collection.CloseUnlessReferenced();
    }

    /// <summary>The shared state of a collection, whether it exists on disk or not.</summary>
    public SharedCollection GetCollection(string name)
    {
        lock (Registry)
        {
            if (!_collections.TryGetValue(name, out SharedCollection? collection))
                _collections.Add(name, collection = new SharedCollection(this, name));
            return collection;
        }
    }

    /// <summary>The collections that were used, whether they are open or not.</summary>
    public IReadOnlyList<SharedCollection> Collections
    {
        get
        {
            lock (Registry)
                return [.. _collections.Values];
        }
    }

    /// <summary>Whether a store or collection still holds the database open.</summary>
    internal bool IsReferenced
    {
        get
        {
            lock (Registry)
                return _references > 0;
        }
    }

    /// <summary>Forgets a collection that has just been closed, and the database with its last one.</summary>
    /// <remarks>Called under the collection's lock. Whoever uses a collection holds a reference while doing so: without references nobody
    /// can be about to open what is forgotten here.</remarks>
    internal void Forget(SharedCollection collection)
    {
        lock (Registry)
        {
            if (_references > 0)
                return;

            _collections.Remove(collection.Name);
            if (_collections.Count == 0)
                Databases.Remove(Path);
        }
    }
}

using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>Collections of the engine by their folders, which tell whether they are partitioned.</summary>
internal static class EngineCollections
{
    public static bool Exists(string path) => Collection.Exists(path) || PartitionedCollection.Exists(path);

    /// <summary>Opens the collection of a folder.</summary>
    /// <returns>Null when there is none.</returns>
    public static IEngineCollection? TryOpen(string path, DatabaseAccess access) =>
        PartitionedCollection.Exists(path) ? Partitioned(PartitionedCollection.Open(path, access.ToPartitionedOptions()), access)
        : Collection.Exists(path) ? new WholeEngineCollection(Collection.Open(path, access.ToOptions()))
        : null;

    public static IEngineCollection Create(string path, CollectionSchema schema, DatabaseAccess access) => access.Partitioning is { } rule
        ? Partitioned(PartitionedCollection.Create(path, schema, rule, access.ToPartitionedOptions()), access)
        : new WholeEngineCollection(Collection.Create(path, schema, access.ToOptions()));

    /// <summary>Deletes the collection of a folder; does nothing when there is none.</summary>
    public static void Drop(string path)
    {
        if (PartitionedCollection.Exists(path))
            PartitionedCollection.Drop(path);
        else if (Collection.Exists(path))
            Collection.Drop(path);
    }

    /// <summary>Makes a collection of a backup.</summary>
    public static Task RestoreAsync(string backup, string path, CancellationToken cancellationToken) =>
        PartitionedCollection.Exists(backup)
            ? Task.Run(() => PartitionedCollection.Restore(backup, path, cancellationToken), cancellationToken)
            : Collection.RestoreAsync(backup, path, progress: null, cancellationToken);

    private static PartitionedEngineCollection Partitioned(PartitionedCollection collection, DatabaseAccess access) =>
        new(collection, access.ReadOnly ? access.RefreshInterval : null, access.Logger);
}

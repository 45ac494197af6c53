using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>Collections of the engine by their folders, which tell whether they are partitioned.</summary>
internal static class EngineCollections
{
    public static bool Exists(string path) => Collection.Exists(path) || PartitionedCollection.Exists(path);

    /// <summary>Opens the collection of a folder.</summary>
    /// <returns>Null when there is none.</returns>
    public static IDocumentCollection? TryOpen(string path, DatabaseAccess access) =>
        PartitionedCollection.Exists(path) ? PartitionedCollection.Open(path, access.ToPartitionedOptions())
        : Collection.Exists(path) ? Collection.Open(path, access.ToOptions())
        : null;

    public static IDocumentCollection Create(string path, CollectionSchema schema, DatabaseAccess access) => access.Partitioning is { } rule
        ? PartitionedCollection.Create(path, schema, rule, access.ToPartitionedOptions())
        : Collection.Create(path, schema, access.ToOptions());

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
}

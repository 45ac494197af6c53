using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Partitions;

/// <summary>The folder of a backup of a partitioned collection: its partitions are backups of collections, and its catalog, which is
/// written last, makes it one. Holds the folder's lock.</summary>
internal sealed class PartitionedBackup : IDisposable
{
    private readonly IFileSystem _fileSystem;
    private readonly IDisposable _lock;

    private PartitionedBackup(IFileSystem fileSystem, PartitionFiles files, IDisposable directoryLock)
    {
        _fileSystem = fileSystem;
        Files = files;
        _lock = directoryLock;
    }

    public PartitionFiles Files { get; }

    /// <summary>A function in place of that of a collection which is partitioned by one, where no partition is asked for.</summary>
    public static string NoFunction(DocumentKey key) => throw new InvalidOperationException($"Where {key} belongs is not known here.");

    /// <summary>Takes a folder that is missing, empty, unfinished or holds an older backup.</summary>
    /// <param name="fileSystem">Where it is.</param>
    /// <param name="root">The folder.</param>
    /// <param name="source">The folder of the collection.</param>
    /// <param name="catalog">The collection's catalog.</param>
    /// <exception cref="ZvecException">It holds something else, or is open for writing. Nothing was changed then.</exception>
    public static PartitionedBackup Take(IFileSystem fileSystem, string root, string source, PartitionCatalog catalog)
    {
        var files = new PartitionFiles(root);
        CheckApart(root, source);
        PartitionedCollectionFolder.ThrowIfLinked(fileSystem, files);
        if (!fileSystem.FileExists(files.Catalog))
            return new PartitionedBackup(fileSystem, files, PartitionedCollectionFolder.Take(fileSystem, files));
        IDisposable directoryLock = CollectionLock.Take(fileSystem, new CollectionFiles(root));
        try
        {
            PartitionCatalog older = PartitionCatalogFile.Read(fileSystem, files.Catalog, NoFunction);
            if (!older.IsBackup || older.Id != catalog.Id)
            {
                throw new ZvecException(
                    ZvecErrorCode.FailedPrecondition,
                    $"Nothing was backed up to '{root}', because it holds "
                        + (older.IsBackup ? "a backup of another collection" : $"the partitioned collection '{older.Schema.Name}' itself")
                        + ". Choose another folder.");
            }

            // until all partitions are newer they may have the schema of before or of now, and both are known
            if (!older.Schemas.IsSame(catalog.Schemas))
                PartitionCatalogFile.Write(fileSystem, files.Catalog, older with { Schemas = catalog.Schemas, By = catalog.By });
            return new PartitionedBackup(fileSystem, files, directoryLock);
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>Makes the folder a backup that consists of some partitions, and removes others that it had.</summary>
    public void Publish(PartitionCatalog catalog)
    {
        _fileSystem.SyncDirectory(Files.Partitions);
        PartitionCatalogFile.Write(_fileSystem, Files.Catalog, catalog with { IsBackup = true });
        PartitionedCollectionFolder.DeleteOthers(_fileSystem, Files, catalog);
    }

    public void Dispose() => _lock.Dispose();

    private static void CheckApart(string target, string source)
    {
        string inside = Path.GetRelativePath(source, target);
        bool isApart = Path.IsPathRooted(inside)
            || inside == ".."
            || inside.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        if (!isApart)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"'{target}' is the folder '{source}' that would be copied, or lies in it. Choose a folder outside.");
        }
    }
}

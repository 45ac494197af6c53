using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Partitions;

/// <summary>Makes, takes and removes the folder of a partitioned collection.</summary>
internal static class PartitionedCollectionFolder
{
    /// <summary>Makes the folder and its catalog.</summary>
    /// <returns>The lock of the folder.</returns>
    public static IDisposable Create(IFileSystem fileSystem, PartitionFiles files, PartitionCatalog catalog)
    {
        IDisposable directoryLock = Take(fileSystem, files);
        try
        {
            DeleteAll(fileSystem, files, fileSystem.GetDirectories(files.Partitions));
            PartitionCatalogFile.Write(fileSystem, files.Catalog, catalog);
            return directoryLock;
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>Makes the folder, which is no collection until its catalog is written; partitions that are in it may be left over.</summary>
    /// <returns>The lock of the folder.</returns>
    public static IDisposable Take(IFileSystem fileSystem, PartitionFiles files)
    {
        ThrowIfTaken(fileSystem, files);
        ThrowIfLinked(fileSystem, files);
        fileSystem.CreateDirectory(files.Root);
        IDisposable directoryLock = CollectionLock.Take(fileSystem, new CollectionFiles(files.Root));
        try
        {
            ThrowIfTaken(fileSystem, files);
            fileSystem.CreateDirectory(files.Partitions);
            fileSystem.SyncDirectory(files.Root);
            CollectionOpener.SyncFoldersAbove(fileSystem, files.Root);
            return directoryLock;
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    /// <summary>Removes what was made of a folder that is not to be a collection after all, while its lock is held.</summary>
    public static void Undo(IFileSystem fileSystem, PartitionFiles files)
    {
        DeleteAll(fileSystem, files, fileSystem.GetDirectories(files.Partitions));
        if (IsEmpty(fileSystem, files.Partitions))
            fileSystem.DeleteDirectory(files.Partitions);
    }

    /// <exception cref="ZvecException">A file or folder of the collection is a symbolic link.</exception>
    public static void ThrowIfLinked(IFileSystem fileSystem, PartitionFiles files)
    {
        FolderLinks.ThrowIfLink(fileSystem, files.Catalog);
        FolderLinks.ThrowIfLink(fileSystem, files.Partitions);
        foreach (string folder in fileSystem.GetDirectories(files.Partitions))
            FolderLinks.ThrowIfLink(fileSystem, folder);
    }

    /// <summary>Takes the lock of the folder, unless it is only read.</summary>
    public static IDisposable? Open(IFileSystem fileSystem, PartitionFiles files, bool readOnly)
    {
        if (!fileSystem.FileExists(files.Catalog))
        {
            throw new ZvecException(
                ZvecErrorCode.NotFound,
                $"There is no partitioned collection at '{files.Root}'. Check the path, or create one with PartitionedCollection.Create.");
        }

        ThrowIfLinked(fileSystem, files);
        return readOnly ? null : CollectionLock.Take(fileSystem, new CollectionFiles(files.Root));
    }

    /// <summary>Makes the catalog that was read a writer's: durable, no backup's any more, and beside no folders but those that it names.
    /// A crash leaves others: one that was being made has no documents yet, and one that was being dropped is not wanted any more.</summary>
    /// <returns>The catalog from now on.</returns>
    public static PartitionCatalog TakeOver(IFileSystem fileSystem, PartitionFiles files, PartitionCatalog catalog)
    {
        if (catalog.IsBackup)
        {
            catalog = catalog with { IsBackup = false };
            PartitionCatalogFile.Write(fileSystem, files.Catalog, catalog);
        }
        else
        {
            // A process that died may have renamed it and not synced it; what came before it goes only when it is there to stay.
            fileSystem.SyncDirectory(files.Root);
        }

        DeleteOthers(fileSystem, files, catalog);
        return catalog;
    }

    /// <summary>Deletes the folders of partitions that a catalog, which is there to stay, does not name.</summary>
    public static void DeleteOthers(IFileSystem fileSystem, PartitionFiles files, PartitionCatalog catalog)
    {
        HashSet<int> known = [.. catalog.Partitions.Select(partition => partition.Number)];
        IEnumerable<string> folders = fileSystem.GetDirectories(files.Partitions);
        DeleteAll(fileSystem, files, folders.Where(folder => !known.Contains(files.PartitionNumber(folder))));
    }

    public static void Drop(IFileSystem fileSystem, PartitionFiles files)
    {
        if (!fileSystem.FileExists(files.Catalog))
        {
            throw new ZvecException(
                ZvecErrorCode.NotFound, $"There is no partitioned collection at '{files.Root}' to drop. Check the path.");
        }

        using (CollectionLock.Take(fileSystem, new CollectionFiles(files.Root)))
        {
            // without the catalog there is no collection, whatever is left of the rest by a crash
            fileSystem.DeleteFile(files.Catalog);
            fileSystem.SyncDirectory(files.Root);
            DeleteAll(fileSystem, files, fileSystem.GetDirectories(files.Partitions));
            if (fileSystem.DirectoryExists(files.Partitions) && IsEmpty(fileSystem, files.Partitions))
                fileSystem.DeleteDirectory(files.Partitions);
        }

        fileSystem.DeleteFile(files.Lock);
        if (IsEmpty(fileSystem, files.Root))
            fileSystem.DeleteDirectory(files.Root);
    }

    /// <summary>Deletes the folder of a partition that no catalog names.</summary>
    public static void DeletePartition(IFileSystem fileSystem, string folder)
    {
        if (new ManifestStore(fileSystem, new CollectionFiles(folder)).Exists)
            CollectionOpener.Drop(fileSystem, folder);
        if (fileSystem.DirectoryExists(folder))
            fileSystem.DeleteDirectory(folder);
    }

    private static void DeleteAll(IFileSystem fileSystem, PartitionFiles files, IEnumerable<string> folders)
    {
        foreach (string folder in folders.Where(folder => files.PartitionNumber(folder) >= 0).ToArray())
            DeletePartition(fileSystem, folder);
    }

    private static bool IsEmpty(IFileSystem fileSystem, string folder) =>
        fileSystem.GetFiles(folder).Count == 0 && fileSystem.GetDirectories(folder).Count == 0;

    private static void ThrowIfTaken(IFileSystem fileSystem, PartitionFiles files)
    {
        if (fileSystem.FileExists(files.Catalog) || new ManifestStore(fileSystem, new CollectionFiles(files.Root)).Exists)
        {
            throw new ZvecException(
                ZvecErrorCode.AlreadyExists,
                $"There is a collection at '{files.Root}' already. Open it, or choose another path.");
        }

        string? foreign = fileSystem.GetFiles(files.Root).FirstOrDefault(file =>
                file != files.Lock && !file.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal))
            ?? fileSystem.GetDirectories(files.Root).FirstOrDefault(folder => folder != files.Partitions);
        if (foreign is not null)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"A partitioned collection cannot be created at '{files.Root}', because the folder holds '{Path.GetFileName(foreign)}'. "
                    + "Choose an empty or a new folder.");
        }
    }
}

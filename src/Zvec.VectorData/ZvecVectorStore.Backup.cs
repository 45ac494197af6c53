using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Databases;

namespace Zvec.VectorData;

/// <content>Backups of all collections.</content>
public sealed partial class ZvecVectorStore
{
    /// <summary>Copies all collections into a folder, one after another, each as it is when its turn comes. Reads and writes go on
    /// meanwhile. A folder that holds an older backup of the store gets only what is new.</summary>
    /// <remarks>The folder is a store itself, to be opened with <see cref="ZvecVectorStoreOptions.ReadOnly"/>; <see cref="RestoreAsync"/>
    /// makes one of it that can be written to. A collection that was deleted since the older backup stays in it. After a failure or a
    /// cancellation each collection there is complete: as it was, or as it is.</remarks>
    /// <param name="target">The folder: missing, empty, or with an older backup of this store. Not in the store's own.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    /// <returns>For each collection, by name, what its backup holds and what it took.</returns>
    /// <exception cref="VectorStoreException">A collection could not be read, the folder holds something else, or a file could not be
    /// written; the message names it.</exception>
    public async Task<IReadOnlyDictionary<string, BackupResult>> BackupAsync(
        string target, BackupOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        Enter(cancellationToken);
        string folder = ZvecCollection<object, Dictionary<string, object?>>.FullPath(target);
        string? current = null;
        var results = new Dictionary<string, BackupResult>(StringComparer.Ordinal);
        try
        {
            ThrowIfWithin(folder, _access.Path);
            foreach (string name in CollectionFolders.List(_access.Path))
            {
                current = name;
                using CollectionLease? lease = await AccessTo(name).TryLeaseAsync(name, cancellationToken).ConfigureAwait(false);
                if (lease is null)
                    continue; // deleted since the names were listed
                CollectionFolders.Prepare(folder, name, _access.FileMode);
                string path = CollectionFolders.DataPath(folder, name);
                results.Add(
                    name,
                    await lease.Value.Collection.BackupAsync(path, options, progress: null, cancellationToken).ConfigureAwait(false));
            }

            return results;
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Backup", current);
        }
    }

    /// <summary>Makes a store of a backup. Every collection is copied and verified; after a failure or a cancellation none is
    /// left.</summary>
    /// <param name="backup">The folder of the backup.</param>
    /// <param name="path">The folder of the new store: without any of the collections that the backup has.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    /// <returns>The names of the collections.</returns>
    /// <exception cref="VectorStoreException">There is no backup, the new store has one of the collections, or a file is damaged or could
    /// not be written; the message names it.</exception>
    public static async Task<IReadOnlyList<string>> RestoreAsync(
        string backup, string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(backup);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string source = ZvecCollection<object, Dictionary<string, object?>>.FullPath(backup);
        string folder = ZvecCollection<object, Dictionary<string, object?>>.FullPath(path);
        var metadata = new VectorStoreMetadata { VectorStoreSystemName = OperationFailure.SystemName, VectorStoreName = folder };
        string? current = null;
        try
        {
            List<string> names = CollectionFolders.List(source);
            if (names.Count == 0)
                throw new ZvecException(ZvecErrorCode.NotFound, $"There is no backup of a store at '{source}'. Check the path.");
            if (names.Find(name => EngineCollections.Exists(CollectionFolders.DataPath(folder, name))) is { } existing)
            {
                throw new ZvecException(
                    ZvecErrorCode.AlreadyExists,
                    $"The store '{folder}' has a collection '{existing}' already. Restore to another folder, or delete it first.");
            }

            var restored = new List<string>();
            try
            {
                foreach (string name in names)
                {
                    current = name;
                    CollectionFolders.Prepare(folder, name, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                    string target = CollectionFolders.DataPath(folder, name);
                    await EngineCollections.RestoreAsync(CollectionFolders.DataPath(source, name), target, cancellationToken)
                        .ConfigureAwait(false);
                    restored.Add(name);
                }
            }
            catch
            {
                foreach (string name in restored)
                {
                    EngineCollections.Drop(CollectionFolders.DataPath(folder, name));
                    CollectionFolders.Clean(folder, name);
                }

                throw;
            }

            return restored;
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, metadata, "Restore", current);
        }
    }

    private static void ThrowIfWithin(string folder, string store)
    {
        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        string within = store + System.IO.Path.DirectorySeparatorChar;
        if (folder.Equals(store, comparison) || folder.StartsWith(within, comparison))
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"A backup of the store '{store}' cannot go to '{folder}', which is inside of it. Choose another folder.");
        }
    }
}

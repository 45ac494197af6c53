using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Databases;

namespace Zvec.VectorData;

/// <content>What running a collection takes.</content>
public partial class ZvecCollection<TKey, TRecord>
{
    /// <summary>The state of the collection at this moment: what it holds and takes, how far its indexes are built, what maintenance has
    /// done.</summary>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <returns>The statistics, of all handles of this process together; those of a partitioned collection are
    /// <see cref="PartitionedCollectionStatistics"/>, which have each partition by itself too.</returns>
    /// <exception cref="VectorStoreException">The collection does not exist or cannot be opened.</exception>
    public async Task<CollectionStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
    {
        Enter(cancellationToken);
        try
        {
            using CollectionLease lease = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
            return lease.Collection.GetStatistics();
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "GetStatistics");
        }
    }

    /// <summary>Copies the collection, as it is at the moment of the call, into a folder: every record that was written before is in the
    /// copy. Reads and writes go on meanwhile. A folder that holds an older backup of the collection gets only what is new. See
    /// <see cref="Collection.BackupAsync(string, BackupOptions, IProgress{BackupProgress}, CancellationToken)"/>;
    /// <see cref="ZvecVectorStore.BackupAsync"/> copies all collections.</summary>
    /// <param name="target">The folder: missing, empty, or with an older backup of this collection. It becomes a collection of the engine,
    /// which <see cref="Collection.Restore(string, string, CancellationToken)"/> takes.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellationToken">Cancels between two files; an older backup stays as it was.</param>
    /// <returns>What the backup holds and what it took.</returns>
    /// <exception cref="VectorStoreException">The collection does not exist, the folder holds something else, or a file could not be
    /// read or
    /// written.</exception>
    public async Task<BackupResult> BackupAsync(
        string target,
        BackupOptions? options = null,
        IProgress<BackupProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        Enter(cancellationToken);
        try
        {
            using CollectionLease lease = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
            return await lease.Collection.BackupAsync(target, options, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Backup");
        }
    }
}

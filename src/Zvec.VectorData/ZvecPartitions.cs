using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Databases;

namespace Zvec.VectorData;

/// <summary>The partitions of a collection that was created with <see cref="ZvecCollectionOptions.Partitioning"/>; see
/// <see cref="ZvecCollection{TKey, TRecord}.Partitions"/>. They come and go while others are served.</summary>
/// <remarks>Each operation throws <see cref="VectorStoreException"/> when it fails, also because the collection does not exist or has no
/// partitions; the exception inside says by its <see cref="ZvecException.Code"/> what it was.</remarks>
public sealed class ZvecPartitions
{
    private readonly DatabaseAccess _access;
    private readonly VectorStoreCollectionMetadata _metadata;
    private readonly Action<CancellationToken> _enter;

    internal ZvecPartitions(DatabaseAccess access, VectorStoreCollectionMetadata metadata, Action<CancellationToken> enter)
    {
        _access = access;
        _metadata = metadata;
        _enter = enter;
    }

    private string Name => _metadata.CollectionName!;

    /// <summary>The partitions, in the order in which they were made.</summary>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <exception cref="VectorStoreException">The operation failed.</exception>
    public Task<IReadOnlyList<PartitionInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        ReadAsync("ListPartitions", partitions => partitions.Partitions, cancellationToken);

    /// <summary>The state of one partition; opens it.</summary>
    /// <param name="name">A partition that is attached.</param>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <exception cref="VectorStoreException">The operation failed.</exception>
    public Task<CollectionStatistics> GetStatisticsAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ReadAsync("GetPartitionStatistics", partitions => partitions.GetPartitionStatistics(name), cancellationToken);
    }

    /// <summary>Makes a partition without records, before the first one is written to it. Writes make those that they need by
    /// themselves.</summary>
    /// <param name="name">Its name; <see cref="PartitionBy"/> says which there are.</param>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <exception cref="VectorStoreException">The operation failed.</exception>
    public Task AddAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ChangeAsync("AddPartition", partitions => partitions.AddPartitionAsync(name, cancellationToken), cancellationToken);
    }

    /// <summary>Takes a partition out of service and keeps its files; see
    /// <see cref="PartitionedCollection.DetachPartitionAsync"/>.</summary>
    /// <param name="name">The partition.</param>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <exception cref="VectorStoreException">The operation failed.</exception>
    public Task DetachAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ChangeAsync("DetachPartition", partitions => partitions.DetachPartitionAsync(name, cancellationToken), cancellationToken);
    }

    /// <summary>Puts a partition that was detached back into service; see
    /// <see cref="PartitionedCollection.AttachPartitionAsync"/>.</summary>
    /// <param name="name">The partition.</param>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <exception cref="VectorStoreException">The operation failed.</exception>
    public Task AttachAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ChangeAsync("AttachPartition", partitions => partitions.AttachPartitionAsync(name, cancellationToken), cancellationToken);
    }

    /// <summary>Moves a partition out: backs it up to a folder, reads the copy back, and drops it; see
    /// <see cref="PartitionedCollection.ArchivePartitionAsync"/>.</summary>
    /// <param name="name">The partition.</param>
    /// <param name="target">The folder: missing or empty.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    /// <returns>What the archive holds.</returns>
    /// <exception cref="VectorStoreException">The operation failed; the partition is in service.</exception>
    public async Task<BackupResult> ArchiveAsync(
        string name, string target, IProgress<BackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        BackupResult? result = null;
        await ChangeAsync(
            "ArchivePartition",
            async partitions => result =
                await partitions.ArchivePartitionAsync(name, target, progress, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return result!;
    }

    /// <summary>Brings a partition back from an archive; see <see cref="PartitionedCollection.RestorePartitionAsync"/>.</summary>
    /// <param name="name">The name that it gets.</param>
    /// <param name="archive">The folder of the archive, which stays as it is.</param>
    /// <param name="cancellationToken">Cancels between two files.</param>
    /// <exception cref="VectorStoreException">The operation failed.</exception>
    public Task RestoreAsync(string name, string archive, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(archive);
        return ChangeAsync(
            "RestorePartition", partitions => partitions.RestorePartitionAsync(name, archive, cancellationToken), cancellationToken);
    }

    /// <summary>Deletes a partition with all its records, in a time that does not depend on how many there are; see
    /// <see cref="PartitionedCollection.DropPartitionAsync"/>.</summary>
    /// <param name="name">The partition, attached or not.</param>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <exception cref="VectorStoreException">The operation failed.</exception>
    public Task DropAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ChangeAsync("DropPartition", partitions => partitions.DropPartitionAsync(name, cancellationToken), cancellationToken);
    }

    internal async Task<TResult> ReadAsync<TResult>(
        string operation, Func<PartitionedCollection, TResult> read, CancellationToken cancellationToken)
    {
        _enter(cancellationToken);
        try
        {
            using CollectionLease lease = await _access.LeaseAsync(Name, cancellationToken).ConfigureAwait(false);
            return read(PartitionsOf(lease));
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, operation);
        }
    }

    private async Task ChangeAsync(string operation, Func<PartitionedCollection, Task> change, CancellationToken cancellationToken)
    {
        _enter(cancellationToken);
        try
        {
            using CollectionLease lease = await _access.LeaseForWritingAsync(Name, cancellationToken).ConfigureAwait(false);
            await change(PartitionsOf(lease)).ConfigureAwait(false);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, operation);
        }
    }

    private PartitionedCollection PartitionsOf(CollectionLease lease) => lease.Collection as PartitionedCollection
        ?? throw new ZvecException(
            ZvecErrorCode.FailedPrecondition,
            $"Collection '{Name}' in the store '{_access.Path}' has no partitions. Those that are created with ZvecCollectionOptions."
                + $"{nameof(ZvecCollectionOptions.Partitioning)} have them.");
}

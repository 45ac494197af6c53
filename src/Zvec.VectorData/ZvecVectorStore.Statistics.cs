using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Databases;

namespace Zvec.VectorData;

/// <content>The state of the collections.</content>
public sealed partial class ZvecVectorStore
{
    /// <summary>The state of the collections that are open in this process on the store's path, and of those that are named.</summary>
    /// <param name="collections">Collections to open if they are not open, partitioned ones with all their partitions; null for none. Of
    /// others that are partitioned, the partitions that are open count.</param>
    /// <param name="cancellationToken">Cancels between two collections.</param>
    /// <returns>The statistics by the names of the collections.</returns>
    /// <exception cref="VectorStoreException">The folder cannot be read, or a named collection does not exist or cannot be
    /// opened.</exception>
    public Task<IReadOnlyDictionary<string, CollectionStatistics>> GetStatisticsAsync(
        IEnumerable<string>? collections = null, CancellationToken cancellationToken = default) =>
        GetStatisticsAsync(collections, static collection => collection.GetStatistics(), cancellationToken);

    /// <summary>As <see cref="GetStatisticsAsync(IEnumerable{string}, CancellationToken)"/>, without opening partitions.</summary>
    internal Task<IReadOnlyDictionary<string, CollectionStatistics>> GetStatisticsOfOpenAsync(
        IEnumerable<string> collections, CancellationToken cancellationToken) =>
        GetStatisticsAsync(collections, static collection => collection.GetStatistics(openPartitions: false), cancellationToken);

    private async Task<IReadOnlyDictionary<string, CollectionStatistics>> GetStatisticsAsync(
        IEnumerable<string>? collections, Func<IDocumentCollection, CollectionStatistics> statistics, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        string? current = null;
        var states = new SortedDictionary<string, CollectionStatistics>(StringComparer.Ordinal);
        try
        {
            if (Directory.Exists(_access.Path))
                _ = CollectionFolders.List(_access.Path);
            foreach (string name in collections ?? [])
            {
                current = name;
                using CollectionLease lease = await AccessTo(name).LeaseAsync(name, cancellationToken).ConfigureAwait(false);
                states[name] = statistics(lease.Collection);
            }

            current = null;
            AddOpen(states);
            return states;
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "GetStatistics", current);
        }
    }

    private void AddOpen(SortedDictionary<string, CollectionStatistics> states)
    {
        SharedDatabase database = SharedDatabase.Acquire(_access.Path);
        try
        {
            foreach (SharedCollection collection in database.Collections)
            {
                using CollectionLease? lease = collection.TryLeaseOpen();
                if (lease is { } open)
                    states.TryAdd(collection.Name, open.Collection.GetStatistics(openPartitions: false));
            }
        }
        finally
        {
            database.Release();
        }
    }
}

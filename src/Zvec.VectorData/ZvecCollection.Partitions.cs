using System.Linq.Expressions;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Filtering;

namespace Zvec.VectorData;

/// <content>Collections with partitions.</content>
public partial class ZvecCollection<TKey, TRecord>
{
    /// <summary>The partitions, of a collection that has them: to list, add, detach, attach, archive, restore and drop. Also what
    /// <see cref="GetService"/> gives for <see cref="ZvecPartitions"/>.</summary>
    public ZvecPartitions Partitions { get; }

    /// <summary>The names of the partitions that a filter may match records of, for those who want to know what a search opens.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellationToken">Cancels the call before it begins.</param>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">The collection does not exist, has no partitions, or cannot
    /// be opened.</exception>
    public Task<IReadOnlyList<string>> GetPartitionsForAsync(
        Expression<Func<TRecord, bool>> filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Filter translated = new LinqFilterTranslator().Translate(filter, Model);
        return Partitions.ReadAsync("GetPartitionsFor", partitions => partitions.PartitionsFor(translated), cancellationToken);
    }

    /// <summary>Throws when the options ask for partitions that the collection does not have.</summary>
    private void CheckPartitioning(CollectionLease lease)
    {
        if (_access.Partitioning is not { } asked)
            return;

        if (lease.Collection is not PartitionedCollection { By: var stored })
        {
            throw new InvalidOperationException(
                $"The options of collection '{Name}' ask for partitions by {asked}, and the collection on disk has none. Leave out "
                + $"{nameof(ZvecCollectionOptions.Partitioning)}, or delete the collection with EnsureCollectionDeletedAsync and create "
                + "it again.");
        }

        if (!stored.IsSameAs(asked))
        {
            throw new InvalidOperationException(
                $"The options of collection '{Name}' ask for partitions by {asked}, and the collection on disk is partitioned by {stored}. "
                + $"Change {nameof(ZvecCollectionOptions.Partitioning)} or leave it out, or delete the collection with "
                + "EnsureCollectionDeletedAsync and create it again.");
        }
    }
}

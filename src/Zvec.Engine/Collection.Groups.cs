using Zvec.Engine.Search;
using Zvec.Engine.Segments;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <summary>Finds the groups of documents, by the value of a field, whose vectors are nearest to a given one, and the nearest documents
    /// of each.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>The groups, in the order of their nearest documents; fewer than asked when there are no more.</returns>
    /// <exception cref="ZvecException">As <see cref="Search(VectorQuery, CancellationToken)"/>, and
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the field to group by is unknown, a vector or an array.</exception>
    public IReadOnlyList<SearchGroup> Search(GroupByQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _telemetry.Run(OperationName.SearchGroups, (_store, query, cancellationToken), static call =>
        {
            using SnapshotLease lease = call._store.Acquire();
            return GroupSearcher.Search(lease.Snapshot, call.query, call.cancellationToken);
        });
    }
}

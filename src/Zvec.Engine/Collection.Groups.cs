using Zvec.Engine.Search;
using Zvec.Engine.Segments;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <inheritdoc/>
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

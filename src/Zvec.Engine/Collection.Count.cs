using Zvec.Engine.Search;
using Zvec.Engine.Segments;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <inheritdoc/>
    public long Count(Filter? filter = null, CancellationToken cancellationToken = default) =>
        _telemetry.Run(OperationName.Count, (_store, filter, cancellationToken), static call =>
        {
            using SnapshotLease lease = call._store.Acquire();
            return FilterScan.Count(lease.Snapshot, call.filter, call.cancellationToken);
        });

    /// <inheritdoc/>
    public Task<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Count(filter, cancellationToken), cancellationToken);

    /// <summary>The state of now, for measurements.</summary>
    internal SnapshotLease AcquireSnapshot() => _store.Acquire();
}

using Zvec.Engine.Search;
using Zvec.Engine.Segments;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <summary>Counts the documents that a filter matches.</summary>
    /// <param name="filter">Which documents; null for all, which takes no time.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the filter does not fit the schema.</exception>
    public long Count(Filter? filter = null, CancellationToken cancellationToken = default) =>
        _telemetry.Run(OperationName.Count, (_store, filter, cancellationToken), static call =>
        {
            using SnapshotLease lease = call._store.Acquire();
            return FilterScan.Count(lease.Snapshot, call.filter, call.cancellationToken);
        });

    /// <summary>Counts the documents that a filter matches, on a thread of the pool.</summary>
    /// <param name="filter">Which documents; null for all.</param>
    /// <param name="cancellationToken">Cancels between some thousand rows.</param>
    /// <returns>Their number.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: the filter does not fit the schema.</exception>
    public Task<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Count(filter, cancellationToken), cancellationToken);

    /// <summary>The state of now, for measurements.</summary>
    internal SnapshotLease AcquireSnapshot() => _store.Acquire();
}

using Zvec.Engine.Segments;
using Zvec.Engine.Statistics;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) =>
        _telemetry.RunAsync(OperationName.Flush, (this, cancellationToken), static call =>
        {
            (Collection collection, CancellationToken cancellationToken) = call;
            CollectionWriter writer = collection.WriterOrThrow();
            Task flush = Task.Run(() => writer.Flush(cancellationToken), cancellationToken);
            return collection.UnlessDisposedAsync(flush, cancellationToken);
        });

    /// <inheritdoc/>
    public Task OptimizeAsync(CancellationToken cancellationToken = default) =>
        _telemetry.RunAsync(OperationName.Optimize, (this, cancellationToken), static call =>
        {
            (Collection collection, CancellationToken cancellationToken) = call;
            return collection.UnlessDisposedAsync(collection.WriterOrThrow().OptimizeAsync(cancellationToken), cancellationToken);
        });

    /// <summary>The state of the collection at this moment: what it holds, takes and lacks, and what maintenance has done. Waits for nobody
    /// and reads no file.</summary>
    public CollectionStatistics GetStatistics()
    {
        using SnapshotLease lease = _store.Acquire();
        long logBytes = _writer?.LogBytes ?? _reader!.LogBytes;
        return new StatisticsBuilder(lease.Snapshot, _manifests, _store.Memory).Build(logBytes, _maintenance.Statistics, _store.Failure);
    }

    CollectionStatistics IDocumentCollection.GetStatistics(bool openPartitions) => GetStatistics();

    /// <summary>Waits until background maintenance has nothing left to do.</summary>
    internal Task IdleAsync() => _writer?.IdleAsync() ?? Task.CompletedTask;

    /// <summary>The newest snapshot, for tests of what its segments hold.</summary>
    internal SnapshotLease Acquire() => _store.Acquire();

    /// <summary>Says of a job that ended because the collection was disposed that this was why: its caller did not cancel it.</summary>
    private async Task UnlessDisposedAsync(Task job, CancellationToken cancellationToken)
    {
        try
        {
            await job.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(
                $"Collection '{_store.Schema.Name}'", "The collection was disposed before the call was done; open it again.");
        }
    }
}

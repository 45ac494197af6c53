using Zvec.Engine.Segments;
using Zvec.Engine.Statistics;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <summary>Moves everything that was written into segments on disk, durable whatever <see cref="CollectionOptions.Durability"/> says,
    /// and empties the log. Never needed: a write is safe when it is acknowledged.</summary>
    /// <param name="cancellationToken">Cancels; what is not in a segment by then stays in memory and in the log.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) =>
        _telemetry.RunAsync(OperationName.Flush, (this, cancellationToken), static call =>
        {
            (Collection collection, CancellationToken cancellationToken) = call;
            CollectionWriter writer = collection.WriterOrThrow();
            Task flush = Task.Run(() => writer.Flush(cancellationToken), cancellationToken);
            return collection.UnlessDisposedAsync(flush, cancellationToken);
        });

    /// <summary>Brings the collection into its best state now: one segment on disk without deleted documents, with every index built; as
    /// few as possible where <see cref="CollectionOptions.MaxMemory"/> does not allow the graph of one. Never needed: maintenance gets near
    /// it by itself. Reads and writes go on meanwhile.</summary>
    /// <param name="cancellationToken">Cancels; the collection then is as good as it was before.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
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

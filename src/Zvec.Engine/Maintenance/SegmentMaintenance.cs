using Microsoft.Extensions.Logging;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Maintenance;

/// <summary>The jobs that turn segments into better ones: sealing, merging, index building. Each takes its sources as they are, works
/// beside readers and writers, hands the result over under the writer lock, and commits a manifest.</summary>
/// <remarks>A lock of its own keeps sealing apart from merging, so that a long index build never holds up the sealing of new
/// documents.</remarks>
internal sealed class SegmentMaintenance(
    IFileSystem fileSystem,
    CollectionFiles files,
    SegmentStore store,
    ManifestStore manifests,
    int threads,
    Action syncLog,
    Action<long> deleteLogsBefore,
    ILogger logger)
    : IDisposable
{
    private readonly Lock _sealing = new();
    private readonly Lock _merging = new();
    private readonly CommitPoint _commits = new(store, manifests, syncLog, deleteLogsBefore);
    private readonly IndexBuilder _indexes = new(fileSystem, threads, store.Memory, logger);
    private readonly CancellationTokenSource _closing = new();
    private CollectionSchema? _boundedSchema;
    private int _largestRows;

    /// <summary>The most rows of a segment for whose indexes there is memory; under the writer lock.</summary>
    public int LargestRows
    {
        get
        {
            if (!ReferenceEquals(_boundedSchema, store.Schema))
            {
                _boundedSchema = store.Schema;
                _largestRows = MergeMemory.LargestRows(store.Schema, threads, store.Memory.LargestWork);
            }

            return _largestRows;
        }
    }

    /// <summary>Cancels the jobs that run, waits for their end, and refuses further ones with
    /// <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        lock (_merging)
        {
            lock (_sealing)
            {
                _closing.Dispose();
                _commits.Dispose();
            }
        }
    }

    /// <summary>Commits a manifest of the present state: its schema, and deletions that are only in the log.</summary>
    public void Commit()
    {
        lock (_sealing)
        {
            using CancellationTokenSource stop = Begin(CancellationToken.None);
            _commits.Commit();
        }
    }

    /// <summary>Seals the oldest segment in memory that takes no more documents.</summary>
    /// <returns>False when there was none.</returns>
    public bool SealOne(CancellationToken cancellationToken)
    {
        using (_sealing.EnterScope(cancellationToken))
        {
            using CancellationTokenSource stop = Begin(cancellationToken);
            CommitIfDue();
            IReadOnlyList<MergeSource> sources;
            CollectionSchema schema;
            lock (store.WriterLock)
            {
                sources = store.Capture(store.Frozen.Take(1));
                schema = store.Schema;
            }

            if (sources.Count == 0)
                return false;
            Rewrite(sources, schema, buildGraphs: false, stop.Token);
            return true;
        }
    }

    /// <summary>Merges the segments that the policy chooses.</summary>
    /// <returns>False when there was nothing to merge.</returns>
    public bool MergeOnce(CancellationToken cancellationToken)
    {
        using (_merging.EnterScope(cancellationToken))
        {
            using CancellationTokenSource stop = Begin(cancellationToken);
            CommitIfDue();
            IReadOnlyList<MergeSource> sources;
            CollectionSchema schema;
            lock (store.WriterLock)
            {
                schema = store.Schema;
                sources = store.Capture(MergePolicy.Choose(MergeCandidates(), LargestRows));
            }

            if (sources.Count == 0)
                return false;
            Rewrite(sources, schema, buildGraphs: true, stop.Token);
            return true;
        }
    }

    /// <summary>Builds the indexes that one segment lacks.</summary>
    /// <returns>False when no segment lacks any.</returns>
    public bool IndexOne(CancellationToken cancellationToken)
    {
        using (_merging.EnterScope(cancellationToken))
        {
            using CancellationTokenSource stop = Begin(cancellationToken);
            CollectionSchema schema;
            SealedSegment[] segments;
            lock (store.WriterLock)
            {
                schema = store.Schema;
                segments = [.. store.Sealed.Select(state => (SealedSegment)state.Segment)];
            }

            // only merging replaces sealed segments, and it waits for the same lock as this
            SealedSegment? segment = segments.FirstOrDefault(one => _indexes.CanBuild(one, schema));
            if (segment is null)
                return false;
            Func<long, MemoryReservation?> reserve = bytes => bytes <= store.Memory.LargestWork ? Reserve(bytes, stop.Token) : null;
            _indexes.BuildInvertedIndexes(segment, schema, reserve, stop.Token);
            _indexes.BuildGraphs(segment, schema, reserve, stop.Token);
            _commits.Commit();
            return true;
        }
    }

    /// <summary>Merges all sealed segments into one without deleted rows, with all its indexes; into as few as fit when memory does not
    /// allow one.</summary>
    public void MergeAll(CancellationToken cancellationToken)
    {
        using (_merging.EnterScope(cancellationToken))
        {
            using CancellationTokenSource stop = Begin(cancellationToken);
            CommitIfDue();
            CollectionSchema schema;
            IReadOnlyList<IReadOnlyList<SegmentState>> merges;
            lock (store.WriterLock)
            {
                schema = store.Schema;
                merges = MergePolicy.Pack(MergeCandidates(), LargestRows);
            }

            foreach (IReadOnlyList<SegmentState> merge in merges)
            {
                IReadOnlyList<MergeSource> sources;
                lock (store.WriterLock)
                    sources = store.Capture(merge);
                Rewrite(sources, schema, buildGraphs: true, stop.Token);
            }
        }

        while (IndexOne(cancellationToken))
        {
        }
    }

    /// <summary>Commits what an earlier job handed over and could not commit.</summary>
    private void CommitIfDue()
    {
        if (_commits.IsDue)
            _commits.Commit();
    }

    /// <summary>Begins a job that ends when its caller cancels it or the collection is closed.</summary>
    private CancellationTokenSource Begin(CancellationToken cancellationToken)
    {
        if (_closing.IsCancellationRequested)
            throw new ObjectDisposedException($"Collection '{store.Schema.Name}'", "The collection was disposed; open it again.");
        return CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
    }

    private (SegmentState State, int Live, int Deleted)[] MergeCandidates() =>
        [.. store.Sealed.Select(state => (state, state.RowCount - state.Deletes.Count, state.Deletes.Count))];

    /// <summary>Reserves memory for a merge or an index, and waits for it; what waits to be sealed makes room.</summary>
    private MemoryReservation Reserve(long bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (store.Memory.TryReserve(bytes) is { } reservation)
                return reservation;
            if (!SealOne(cancellationToken))
                return store.Memory.Reserve(bytes, cancellationToken);
        }
    }

    private void Rewrite(IReadOnlyList<MergeSource> sources, CollectionSchema schema, bool buildGraphs, CancellationToken cancellationToken)
    {
        // What sealing takes is counted with the segment in memory; the graphs of a merge are counted with the merge.
        long bytes = buildGraphs ? MergeMemory.Estimate(schema, sources.Sum(source => source.Rows.Length), threads) : 0;
        using MemoryReservation memory = Reserve(bytes, cancellationToken);
        MemoryReservation? ReserveMore(long needed) => store.Memory.TryReserve(Math.Max(0, needed - bytes));
        SealedSegment? segment = null;
        int number = manifests.NextSegmentNumber();
        try
        {
            if (sources.Any(source => source.Rows.Length > 0))
            {
                SegmentRecord record = SegmentWriter.Write(
                    fileSystem,
                    files,
                    schema,
                    number,
                    [.. sources.Select(source => (source.State.Segment, source.Rows))],
                    cancellationToken);
                segment = new SealedSegment(fileSystem, files, schema, record, verify: false);
                _indexes.BuildInvertedIndexes(segment, schema, ReserveMore, cancellationToken);
                if (buildGraphs)
                    _indexes.BuildGraphs(segment, schema, ReserveMore, cancellationToken);
            }

            _commits.Replace(sources, segment);
        }
        catch
        {
            segment?.Release();
            fileSystem.DeleteDirectory(files.Segment(number));
            throw;
        }

        _commits.Commit();
    }
}

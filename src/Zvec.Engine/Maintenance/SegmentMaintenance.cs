using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine.Maintenance;

/// <summary>The jobs that turn segments into better ones: sealing, merging, index building. Each takes its sources as they are, works
/// beside readers and writers, hands the result over under the writer lock, and commits a manifest.</summary>
/// <remarks>A lock of its own keeps sealing apart from merging, so that a long index build never holds up the sealing of new
/// documents.</remarks>
internal sealed partial class SegmentMaintenance(
    IFileSystem fileSystem,
    CollectionFiles files,
    SegmentStore store,
    ManifestStore manifests,
    int threads,
    Action syncLog,
    Action<long> deleteLogsBefore,
    DiskSpace space,
    MaintenanceRecorder recorder)
    : IDisposable
{
    /// <summary>Headers, tables, a manifest.</summary>
    private const long LeastFileBytes = 1 << 16;

    private readonly Lock _sealing = new();
    private readonly Lock _merging = new();
    private readonly CommitPoint _commits = new(store, manifests, syncLog, deleteLogsBefore);
    private readonly IndexBuilder _indexes = new(fileSystem, threads, store.Memory, recorder.Logger);
    private readonly CancellationTokenSource _closing = new();
    private CollectionSchema? _boundedSchema;
    private int _largestRows;
    private bool _waitsForDisk; // guarded by the lock of merging

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

    /// <summary>Whether segments were replaced, and stay until a manifest says so.</summary>
    public bool IsCommitDue => _commits.IsDue;

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
            long fileBytes = FileBytes(sources, schema);
            space.Take(fileBytes, DiskUse.Sealing, $"Sealing the newest documents of collection '{schema.Name}'");
            using IDisposable held = space.Hold(fileBytes);
            long started = MaintenanceRecorder.Begin();
            Rewrite(sources, schema, buildGraphs: false, graphsMayFollow: false, stop.Token);
            recorder.Succeeded(MaintenanceJob.Seal, started, RowsOf(sources));
            return true;
        }
    }

    /// <summary>Merges the segments that the policy chooses.</summary>
    /// <returns>False when there was nothing to merge, or no disk space.</returns>
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
            long fileBytes = FileBytes(sources, schema);
            if (!TryTake(fileBytes, UseOf(sources), MaintenanceJob.Merge, schema))
                return false;
            using IDisposable held = space.Hold(fileBytes);
            long started = MaintenanceRecorder.Begin();
            Rewrite(sources, schema, buildGraphs: true, graphsMayFollow: true, stop.Token);
            recorder.Succeeded(MaintenanceJob.Merge, started, RowsOf(sources));
            return true;
        }
    }

    /// <summary>Builds the indexes that one segment lacks.</summary>
    /// <param name="isAsked">Whether somebody asked for it, and is to be told when there is no disk space.</param>
    /// <param name="cancellationToken">Gives up what is not finished.</param>
    /// <returns>False when no segment lacks any, or there is no disk space.</returns>
    public bool IndexOne(bool isAsked, CancellationToken cancellationToken)
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
            SealedSegment? segment = segments.Where(one => _indexes.CanBuild(one, schema)).MaxBy(one => one.RowCount);
            if (segment is null)
                return false;
            long fileBytes = IndexBuilder.MissingFileBytes(segment, schema);
            if (isAsked)
                space.Take(fileBytes, DiskUse.Growth, $"Building the indexes of a segment of collection '{schema.Name}'");
            else if (!TryTake(fileBytes, DiskUse.Growth, MaintenanceJob.Index, schema))
                return false;
            using IDisposable held = space.Hold(fileBytes);
            long started = MaintenanceRecorder.Begin();
            BuildIndexes(segment, schema, stop.Token);
            _commits.Commit();
            recorder.Succeeded(MaintenanceJob.Index, started, segment.RowCount);
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
                long fileBytes = FileBytes(sources, schema);
                space.Take(fileBytes, UseOf(sources), $"Optimizing collection '{schema.Name}'");
                using IDisposable held = space.Hold(fileBytes);
                long started = MaintenanceRecorder.Begin();
                Rewrite(sources, schema, buildGraphs: true, graphsMayFollow: false, stop.Token);
                recorder.Succeeded(MaintenanceJob.Merge, started, RowsOf(sources));
            }
        }

        while (IndexOne(isAsked: true, cancellationToken))
        {
        }
    }

    /// <summary>About what the files of the indexes take that a schema asks for and the segments lack, in bytes.</summary>
    public long IndexFileBytes(CollectionSchema schema)
    {
        using SnapshotLease lease = store.Acquire();
        long bytes = 0;
        foreach (SegmentView view in lease.Snapshot.Views)
            bytes += view.Segment is SealedSegment segment ? IndexBuilder.MissingFileBytes(segment, schema) : 0;
        return bytes;
    }

    /// <summary>Builds the indexes that a segment lacks and for which there is memory.</summary>
    private void BuildIndexes(SealedSegment segment, CollectionSchema schema, CancellationToken cancellationToken)
    {
        Func<long, MemoryReservation?> reserve = bytes => bytes <= store.Memory.LargestWork ? Reserve(bytes, cancellationToken) : null;
        manifests.Removal.GiveUp(segment.Folder);
        _indexes.BuildInvertedIndexes(segment, schema, reserve, cancellationToken);
        _indexes.BuildTextIndexes(segment, schema, reserve, cancellationToken);
        _indexes.BuildSparseIndexes(segment, schema, reserve, cancellationToken);
        _indexes.BuildCodes(segment, schema, cancellationToken);
        _indexes.BuildGraphs(segment, schema, sources: [], reserve, cancellationToken);
        _indexes.BuildIvf(segment, schema, reserve, cancellationToken);
    }

    /// <summary>About what a segment takes on disk that is written from others, in bytes.</summary>
    private static long FileBytes(IReadOnlyList<MergeSource> sources, CollectionSchema schema)
    {
        long bytes = 0;
        int rows = 0;
        foreach (MergeSource source in sources)
        {
            rows += source.Rows.Length;
            long all = source.State.Segment is SealedSegment segment
                ? segment.Files.Values.Sum(file => file.Length)
                : ((MutableSegment)source.State.Segment).MemoryBytes;
            bytes += (long)((decimal)all * source.Rows.Length / Math.Max(1, source.State.RowCount));
        }

        foreach (FieldSchema field in schema.Fields.Where(field => field.Index is TextIndexOptions))
        {
            if (sources[0].State.Segment is MutableSegment newest && newest.FindColumn(field.Id) is BytesColumn texts)
                bytes += TextIndexWriter.EstimateFileBytes(texts, sources[0].State.RowCount);
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            if (sources[0].State.Segment is not SealedSegment && rows > GraphParameters.CodesThreshold(vector))
                bytes += CodesWriter.EstimateFileBytes(vector, rows);
            if (sources[0].State.Segment is SealedSegment && GraphParameters.For(vector) is { } parameters && rows > parameters.Threshold)
                bytes += HnswConstruction.EstimateFileBytes(rows, parameters.M);
            if (vector.Index is SparseIndexOptions && sources[0].State is { Segment: MutableSegment fresh } state)
                bytes += fresh.FindSparse(vector.Id) is { } column ? SparseIndexWriter.EstimateFileBytes(column, state.RowCount) : 0;
            if (sources[0].State.Segment is SealedSegment && vector.Index is IvfFlatIndexOptions)
                bytes += IvfWriter.EstimateFileBytes(vector, rows);
        }

        return bytes + LeastFileBytes;
    }

    /// <summary>A merge that leaves out many deleted rows gives back more than it takes, and may take it from the reserve.</summary>
    private static DiskUse UseOf(IReadOnlyList<MergeSource> sources)
    {
        long live = sources.Sum(source => (long)source.Rows.Length);
        long all = sources.Sum(source => (long)source.State.RowCount);
        return live < all / 4 * 3 ? DiskUse.Deletion : DiskUse.Growth;
    }

    private static long RowsOf(IReadOnlyList<MergeSource> sources) => sources.Sum(source => (long)source.Rows.Length);

    /// <summary>Whether there is disk space for a job that nobody waits for. When it comes to lack, the log is told.</summary>
    private bool TryTake(long bytes, DiskUse use, MaintenanceJob job, CollectionSchema schema)
    {
        bool takes = space.TryTake(bytes, use);
        if (!takes && !_waitsForDisk)
            EngineLog.WaitingForDisk(recorder.Logger, job, schema.Name, bytes);
        _waitsForDisk = !takes;
        return takes;
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

    /// <param name="sources">What the new segment is made of.</param>
    /// <param name="schema">The schema that it follows.</param>
    /// <param name="buildGraphs">Whether it gets its graphs.</param>
    /// <param name="graphsMayFollow">Whether it may take its sources' place before, so that searches use its graphs while they grow; when
    /// the job is cancelled then, the merge stays.</param>
    /// <param name="cancellationToken">Gives up what is not finished.</param>
    private void Rewrite(
        IReadOnlyList<MergeSource> sources,
        CollectionSchema schema,
        bool buildGraphs,
        bool graphsMayFollow,
        CancellationToken cancellationToken)
    {
        // What sealing takes is counted with the segment in memory; the graphs of a merge are counted with the merge.
        long bytes = buildGraphs ? MergeMemory.Estimate(schema, sources.Sum(source => source.Rows.Length), threads) : 0;
        using MemoryReservation memory = Reserve(bytes, cancellationToken);
        MemoryReservation? ReserveMore(long needed) => store.Memory.TryReserve(Math.Max(0, needed - bytes));
        using var held = buildGraphs ? new HeldSegments(sources) : null;
        bool graphsFirst = buildGraphs && !(graphsMayFollow && MergedGraphs.ServeFewer(sources, schema));
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
                _indexes.BuildTextIndexes(segment, schema, ReserveMore, cancellationToken);
                _indexes.BuildSparseIndexes(segment, schema, ReserveMore, cancellationToken);
                _indexes.BuildCodes(segment, schema, cancellationToken);
                if (buildGraphs)
                    _indexes.BuildIvf(segment, schema, ReserveMore, cancellationToken);
                if (graphsFirst)
                    _indexes.BuildGraphs(segment, schema, sources, ReserveMore, cancellationToken);
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
        space.Forget();
        if (!buildGraphs || graphsFirst || segment is null)
            return;
        if (_indexes.BuildGraphs(segment, schema, sources, ReserveMore, cancellationToken))
            _commits.Commit();
    }
}

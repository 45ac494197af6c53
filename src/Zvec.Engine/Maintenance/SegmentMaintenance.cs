using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Maintenance;

/// <summary>The jobs that turn segments into better ones: sealing, merging, index building. Each takes its sources as they are, works
/// beside readers and writers, hands the result over under the writer lock, and commits a manifest.</summary>
/// <remarks>A lock of its own keeps sealing apart from merging, so that a long index build never holds up the sealing of new
/// documents.</remarks>
internal sealed class SegmentMaintenance(
    IFileSystem fileSystem, CollectionFiles files, SegmentStore store, ManifestStore manifests, int threads, Action<long> logsBefore)
    : IDisposable
{
    private readonly Lock _sealing = new();
    private readonly Lock _merging = new();
    private readonly IndexBuilder _indexes = new(fileSystem, threads);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Cancels the jobs that run, waits for their end, and refuses further ones with
    /// <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        lock (_merging)
        {
            lock (_sealing)
                _closing.Dispose();
        }
    }

    /// <summary>Commits a manifest of the present state: its schema, and deletions that are only in the log.</summary>
    public void Commit()
    {
        lock (_sealing)
        {
            using CancellationTokenSource stop = Begin(CancellationToken.None);
            logsBefore(manifests.Commit(store));
        }
    }

    /// <summary>Seals the oldest segment in memory that takes no more documents.</summary>
    /// <returns>False when there was none.</returns>
    public bool SealOne(CancellationToken cancellationToken)
    {
        lock (_sealing)
        {
            using CancellationTokenSource stop = Begin(cancellationToken);
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
        lock (_merging)
        {
            using CancellationTokenSource stop = Begin(cancellationToken);
            IReadOnlyList<MergeSource> sources;
            CollectionSchema schema;
            lock (store.WriterLock)
            {
                sources = store.Capture(MergePolicy.Choose(
                    [.. store.Sealed.Select(state => (state, state.RowCount - state.Deletes.Count, state.Deletes.Count))]));
                schema = store.Schema;
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
        lock (_merging)
        {
            using CancellationTokenSource stop = Begin(cancellationToken);
            CollectionSchema schema;
            SealedSegment? segment;
            lock (store.WriterLock)
            {
                schema = store.Schema;
                segment = store.Sealed.Select(state => (SealedSegment)state.Segment).FirstOrDefault(one => Lacks(one, schema));
            }

            if (segment is null)
                return false;
            _indexes.BuildInvertedIndexes(segment, schema);
            _indexes.BuildGraphs(segment, schema, stop.Token);
            logsBefore(manifests.Commit(store));
            return true;
        }
    }

    /// <summary>Merges all sealed segments into one without deleted rows, with all its indexes.</summary>
    public void MergeAll(CancellationToken cancellationToken)
    {
        lock (_merging)
        {
            using CancellationTokenSource stop = Begin(cancellationToken);
            IReadOnlyList<MergeSource> sources;
            CollectionSchema schema;
            lock (store.WriterLock)
            {
                bool isBest = store.Sealed.Count == 0 || (store.Sealed.Count == 1 && store.Sealed[0].Deletes.Count == 0);
                sources = isBest ? [] : store.Capture(store.Sealed);
                schema = store.Schema;
            }

            if (sources.Count > 0)
                Rewrite(sources, schema, buildGraphs: true, stop.Token);
        }

        while (IndexOne(cancellationToken))
        {
        }
    }

    /// <summary>Begins a job that ends when its caller cancels it or the collection is closed.</summary>
    private CancellationTokenSource Begin(CancellationToken cancellationToken)
    {
        if (_closing.IsCancellationRequested)
            throw new ObjectDisposedException($"Collection '{store.Schema.Name}'", "The collection was disposed; open it again.");
        return CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
    }

    private static bool Lacks(SealedSegment segment, CollectionSchema schema) =>
        IndexBuilder.LacksGraph(segment, schema)
        || schema.Fields.Any(field =>
            field.Index is InvertedIndexOptions && segment.FindInvertedIndex(field.Id) is null && segment.FindColumn(field.Id) is not null);

    private void Rewrite(IReadOnlyList<MergeSource> sources, CollectionSchema schema, bool buildGraphs, CancellationToken cancellationToken)
    {
        SealedSegment? segment = null;
        int number = manifests.NextSegmentNumber();
        IReadOnlyList<SegmentState> replaced;
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
                _indexes.BuildInvertedIndexes(segment, schema);
                if (buildGraphs)
                    _indexes.BuildGraphs(segment, schema, cancellationToken);
            }

            lock (store.WriterLock)
                replaced = store.Replace(sources, segment);
        }
        catch
        {
            segment?.Release();
            fileSystem.DeleteDirectory(files.Segment(number));
            throw;
        }

        logsBefore(manifests.Commit(store));
        foreach (SegmentState state in replaced)
        {
            (state.Segment as SealedSegment)?.MarkObsolete(manifests.Removal);
            state.Segment.Release();
        }
    }
}

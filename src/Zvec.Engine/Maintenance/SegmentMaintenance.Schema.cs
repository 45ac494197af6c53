using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine.Maintenance;

/// <content>Changes of the schema.</content>
/// <remarks>
/// Columns that have to be written are written beside readers and writers, segment by segment, under identifiers that no manifest names
/// yet; what is written to the collection meanwhile is sealed and taken in as well. When little is left, writers wait for a moment: the
/// rest is sealed and taken in, and one manifest names the new schema with its files. Readers wait for nothing, and a snapshot of before
/// finds all that it knew of.
/// </remarks>
internal sealed partial class SegmentMaintenance
{
    /// <summary>So many documents in memory are sealed in a moment.</summary>
    private const int FewRows = 1000;

    /// <summary>Each round leaves what was written during the one before; when that grows, writers have to wait longer.</summary>
    private const int MostRounds = 8;

    /// <summary>Replaces the schema, durably and in one step.</summary>
    /// <param name="change">What is to be; made from the present schema.</param>
    /// <param name="freeze">Has later documents go to a new segment and a new log file.</param>
    /// <param name="cancellationToken">Cancels before anything changed.</param>
    public void Change(SchemaChange change, Action freeze, CancellationToken cancellationToken)
    {
        if (change.IsAddition)
        {
            using (_sealing.EnterScope(cancellationToken))
            {
                using CancellationTokenSource stop = Begin(cancellationToken);
                Switch(change, written: [], freeze, stop.Token);
            }

            return;
        }

        using (_merging.EnterScope(cancellationToken))
        {
            using CancellationTokenSource stop = Begin(cancellationToken);
            CommitIfDue();
            var written = new HashSet<SealedSegment>();
            try
            {
                if (change.Rewrites)
                    CatchUp(change, written, freeze, stop.Token);
                using (_sealing.EnterScope(stop.Token))
                    Switch(change, written, freeze, stop.Token);
            }
            catch when (!store.HasFailed)
            {
                // the newest manifest is sure to name nothing of it
                Discard(change.NewIds);
                throw;
            }

            RemoveFiles();
        }
    }

    /// <summary>Writes the new columns of all segments on disk, and of what is sealed meanwhile, until little is left.</summary>
    private void CatchUp(SchemaChange change, HashSet<SealedSegment> written, Action freeze, CancellationToken cancellationToken)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            while (SealOne(cancellationToken))
            {
            }

            foreach (SealedSegment segment in WriteColumns(change, written, cancellationToken))
                BuildIndexes(segment, change.Schema.Only(change.NewIds), cancellationToken);
            lock (store.WriterLock)
            {
                if (store.Frozen.Count == 0 && store.Active.RowCount <= FewRows)
                    return;
            }

            freeze();
        }
    }

    /// <summary>Puts the new schema in the place of the old one. Writers wait; the caller holds the locks of the jobs.</summary>
    private void Switch(SchemaChange change, HashSet<SealedSegment> written, Action freeze, CancellationToken cancellationToken)
    {
        using Lock.Scope commits = _commits.EnterScope();
        lock (store.WriterLock)
        {
            store.ThrowIfFailed();
            if (store.Active.RowCount > 0)
                freeze();
            if (change.Rewrites)
            {
                while (SealOne(cancellationToken))
                {
                }

                WriteColumns(change, written, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            store.Announce(change.Schema);
            try
            {
                _commits.Commit();
            }
            catch
            {
                store.Announce(null);
                if (!change.IsAddition)
                    CommitAgain();
                throw;
            }

            store.Follow(change.Schema);
            foreach (SegmentState state in store.Sealed)
                ((SealedSegment)state.Segment).DetachIndexes(change.Schema);
        }
    }

    /// <summary>Has the newest manifest be one of the present schema again: that of the new one may be on the device or not, and under it
    /// what is written from now on could be lost.</summary>
    private void CommitAgain()
    {
        try
        {
            _commits.Commit();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ZvecException)
        {
            store.Fail(exception);
            EngineLog.WritesStopped(recorder.Logger, exception, store.Schema.Name);
        }
    }

    /// <summary>Writes the new columns where they are missing.</summary>
    /// <returns>The segments that have got them now.</returns>
    private List<SealedSegment> WriteColumns(SchemaChange change, HashSet<SealedSegment> written, CancellationToken cancellationToken)
    {
        (SealedSegment Segment, DeleteMap Deletes)[] segments;
        CollectionSchema schema;
        lock (store.WriterLock)
        {
            schema = store.Schema;
            segments = [.. store.Sealed.Select(state => ((SealedSegment)state.Segment, state.Publish().Deletes))];
        }

        var columns = new ColumnRewriter(fileSystem, store.Memory, _indexes);
        var now = new List<SealedSegment>();
        foreach ((SealedSegment segment, DeleteMap deletes) in segments)
        {
            if (!written.Add(segment))
                continue;
            long fileBytes = ColumnRewriter.EstimateFileBytes(segment, change);
            space.Take(fileBytes, DiskUse.Growth, $"A change of the schema of collection '{schema.Name}'");
            using IDisposable held = space.Hold(fileBytes);
            manifests.Removal.GiveUp(segment.Folder);
            columns.Write(segment, deletes, schema, change, cancellationToken);
            now.Add(segment);
        }

        return now;
    }

    /// <summary>Lets go of columns that no manifest has come to name.</summary>
    private void Discard(IReadOnlySet<int> ids)
    {
        if (ids.Count == 0)
            return;
        foreach (SealedSegment segment in SealedSegments())
        {
            segment.Discard(ids);
            foreach (string path in fileSystem.GetFiles(segment.Folder))
            {
                if (SchemaFiles.FieldOf(Path.GetFileName(path)) is { } id && ids.Contains(id))
                    manifests.Removal.DeleteFile(path);
            }
        }
    }

    /// <summary>Removes the files that the newest manifest does not name; older snapshots have them mapped.</summary>
    private void RemoveFiles()
    {
        CollectionSchema schema = store.Schema;
        foreach (SealedSegment segment in SealedSegments())
        {
            foreach (string path in fileSystem.GetFiles(segment.Folder))
            {
                if (!SchemaFiles.Has(schema, Path.GetFileName(path)))
                    manifests.Removal.DeleteFile(path);
            }
        }

        space.Forget();
    }

    private SealedSegment[] SealedSegments()
    {
        lock (store.WriterLock)
            return [.. store.Sealed.Select(state => (SealedSegment)state.Segment)];
    }
}

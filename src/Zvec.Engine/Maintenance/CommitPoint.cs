using Zvec.Engine.Segments;

namespace Zvec.Engine.Maintenance;

/// <summary>Commits manifests, and lets go of the segments that they replace once they are there to stay.</summary>
/// <param name="store">The segments.</param>
/// <param name="manifests">Their manifest.</param>
/// <param name="syncLog">Makes the log durable.</param>
/// <param name="deleteLogsBefore">Deletes the files of the log before one.</param>
internal sealed class CommitPoint(SegmentStore store, ManifestStore manifests, Action syncLog, Action<long> deleteLogsBefore) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<SegmentState> _replaced = []; // guarded by the writer lock

    /// <summary>Whether a segment was replaced and the commit of that failed.</summary>
    public bool IsDue
    {
        get
        {
            lock (store.WriterLock)
                return _replaced.Count > 0;
        }
    }

    /// <summary>Puts a segment in the place of others, which stay until a commit.</summary>
    /// <param name="sources">The segments that were written, as they were then.</param>
    /// <param name="replacement">The new segment; null when they held no live row.</param>
    public void Replace(IReadOnlyList<MergeSource> sources, SealedSegment? replacement)
    {
        lock (store.WriterLock)
            _replaced.AddRange(store.Replace(sources, replacement));
    }

    /// <summary>Keeps others from committing until the scope ends.</summary>
    public Lock.Scope EnterScope() => _lock.EnterScope();

    /// <summary>Commits the present state.</summary>
    /// <remarks>When it fails, the newest manifest on the device may name what was replaced or what took its place: all of it stays until a
    /// later commit succeeds.</remarks>
    public void Commit()
    {
        lock (_lock)
        {
            SegmentState[] replaced;
            lock (store.WriterLock)
                replaced = [.. _replaced];
            long firstLog = manifests.Commit(store, syncLog);
            lock (store.WriterLock)
                _replaced.RemoveRange(0, replaced.Length);
            foreach (SegmentState state in replaced)
            {
                (state.Segment as SealedSegment)?.MarkObsolete(manifests.Removal);
                state.Segment.Release();
            }

            deleteLogsBefore(firstLog);
        }
    }

    /// <summary>Lets go of what was replaced and not committed; the files stay, as the manifest names them.</summary>
    public void Dispose()
    {
        lock (store.WriterLock)
        {
            foreach (SegmentState state in _replaced)
                state.Segment.Release();
            _replaced.Clear();
        }
    }
}

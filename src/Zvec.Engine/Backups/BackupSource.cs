using Zvec.Engine.Segments;

namespace Zvec.Engine.Backups;

/// <summary>A collection at one moment, as it is copied: a snapshot, held until disposed. Takes no lock, and what is held changes nothing for
/// the collection.</summary>
internal sealed class BackupSource : IDisposable
{
    private readonly SnapshotLease _lease;

    /// <param name="root">The collection's folder.</param>
    /// <param name="id">The collection's identity.</param>
    /// <param name="generation">The generation of its newest manifest, no newer than the snapshot.</param>
    /// <param name="lease">The snapshot, which the source takes over.</param>
    public BackupSource(string root, Guid id, long generation, SnapshotLease lease)
    {
        Root = root;
        Id = id;
        Generation = generation;
        _lease = lease;
        var onDisk = new List<(SealedSegment, DeleteMap)>();
        var inMemory = new List<(Segment, int[])>();
        foreach (SegmentView view in lease.Snapshot.Views)
        {
            Documents += view.LiveCount;
            if (view.Segment is SealedSegment segment)
                onDisk.Add((segment, view.Deletes));
            else if (view.LiveCount > 0)
                inMemory.Add((view.Segment, view.LiveRows()));
        }

        Sealed = onDisk;
        InMemory = inMemory;
    }

    public string Root { get; }

    public Guid Id { get; }

    public long Generation { get; }

    public CollectionSchema Schema => _lease.Snapshot.Schema;

    public long Documents { get; }

    /// <summary>The segments on disk, with their deleted rows.</summary>
    public IReadOnlyList<(SealedSegment Segment, DeleteMap Deletes)> Sealed { get; }

    /// <summary>The rows that are only in memory and in the log.</summary>
    public IReadOnlyList<(Segment Segment, int[] Rows)> InMemory { get; }

    public void Dispose() => _lease.Dispose();
}

using Zvec.Engine.Segments;

namespace Zvec.Engine.Partitions;

/// <summary>The segments of several partitions as one snapshot, so that what searches a collection searches them all, with one ranking, one
/// order and one set of statistics. Holds them until disposed, also those of partitions that are closed meanwhile.</summary>
internal sealed class GatheredSnapshot : IDisposable
{
    private readonly List<(PartitionHandle Partition, int FirstSegment)> _partitions;

    private GatheredSnapshot(Snapshot snapshot, List<(PartitionHandle Partition, int FirstSegment)> partitions)
    {
        Snapshot = snapshot;
        _partitions = partitions;
    }

    public Snapshot Snapshot { get; }

    /// <summary>Takes the present state of partitions; those that are dropped meanwhile are left out.</summary>
    /// <param name="schema">The schema under which they are read.</param>
    /// <param name="partitions">The partitions.</param>
    /// <param name="open">Opens them.</param>
    /// <param name="acquire">Takes the state of one that is open.</param>
    /// <param name="threads">How many threads may search them at once.</param>
    public static GatheredSnapshot Take(
        CollectionSchema schema,
        IReadOnlyList<PartitionHandle> partitions,
        OpenPartitions open,
        Func<PartitionHandle, Collection, SnapshotLease> acquire,
        int threads)
    {
        var leases = new List<SnapshotLease>(partitions.Count);
        try
        {
            var places = new List<(PartitionHandle Partition, int FirstSegment)>(partitions.Count);
            var views = new List<SegmentView>(2 * partitions.Count);
            foreach (PartitionHandle partition in partitions)
            {
                if (open.TryRent(partition) is not { } rented)
                    continue;
                using PartitionLease use = rented;
                SnapshotLease lease = acquire(partition, use.Collection);
                leases.Add(lease);
                places.Add((partition, views.Count));
                foreach (SegmentView view in lease.Snapshot.Views)
                {
                    if (view.LiveCount > 0 || view.RowCount > 0)
                        views.Add(view);
                }
            }

            return new GatheredSnapshot(new Snapshot(schema, [.. views]) { IsGathered = true, Threads = threads }, places);
        }
        finally
        {
            foreach (SnapshotLease lease in leases)
                lease.Dispose();
        }
    }

    /// <summary>The partition that a segment is of.</summary>
    public PartitionHandle PartitionOf(int segment)
    {
        int place = _partitions.Count - 1;
        while (_partitions[place].FirstSegment > segment)
            place--;
        return _partitions[place].Partition;
    }

    /// <summary>Finds a document in all partitions that have one of the key. That is more than one after a crash between the two halves of
    /// a move, and when a partition was attached whose keys were given away meanwhile.</summary>
    /// <returns>The one that readers see first, then the others.</returns>
    public List<(PartitionHandle Partition, int Segment, int Row)> FindAll(DocumentKey key)
    {
        var found = new List<(PartitionHandle Partition, int Segment, int Row)>(1);
        ulong hash = key.StableHash();
        for (int i = Snapshot.Views.Length - 1; i >= 0; i--)
        {
            int row = Snapshot.Views[i].FindLiveRow(key, hash);
            if (row >= 0)
                found.Add((PartitionOf(i), i, row));
        }

        return found;
    }

    public void Dispose() => Snapshot.Release();
}

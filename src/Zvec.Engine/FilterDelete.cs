using Zvec.Engine.Documents;
using Zvec.Engine.Primitives;
using Zvec.Engine.Search;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine;

/// <summary>Deletes the documents that a filter matches.</summary>
internal sealed class FilterDelete(Filter filter) : WriteRequest<long>
{
    /// <summary>How many documents match is known only when it is applied; what they take more comes out of the reserve.</summary>
    private const long UsualLogBytes = 1 << 16;

    public override bool NeedsPublishedState => true;

    public override long LogBytes => UsualLogBytes;

    public override DiskUse DiskUse => DiskUse.Deletion;

    public override void Apply(SegmentStore store, ByteWriter record)
    {
        using SnapshotLease lease = store.Acquire();
        var keys = new List<DocumentKey>();
        foreach (RowLocation location in FilterScan.Rows(lease.Snapshot, filter))
            keys.Add(RowReader.ReadKey(location.Segment, location.Row, lease.Snapshot.Schema));
        foreach (DocumentKey key in keys)
        {
            LogRecord.AppendDelete(record, key);
            if (record.Length > Math.Min(LogRecord.MaxBytes, store.Memory.LargestUpdateRecord))
            {
                record.Clear();
                throw new ZvecException(
                    ZvecErrorCode.ResourceExhausted,
                    $"The filter matches too many documents of collection '{store.Schema.Name}' to delete in one call. "
                        + "Delete them by narrower filters.");
            }
        }

        foreach (DocumentKey key in keys)
            store.Delete(key);
        Result = keys.Count;
    }
}

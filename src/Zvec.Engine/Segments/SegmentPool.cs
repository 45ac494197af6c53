using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>The sealed segments that a reader has open, with their delete maps. Most segments of a manifest are those of the one before:
/// they stay open, and a delete map that is the same is not read again.</summary>
internal sealed class SegmentPool(IFileSystem fileSystem, CollectionFiles files, ManifestStore manifests, bool verify) : IDisposable
{
    private readonly Dictionary<int, (SealedSegment Segment, DeletesRecord? Record, DeleteMap Deletes)> _open = [];

    /// <summary>A segment with the deletions of a manifest. The caller gets a reference of its own to the segment.</summary>
    /// <param name="record">What the manifest says of it.</param>
    /// <param name="schema">The manifest's schema.</param>
    /// <exception cref="ZvecException">A file is damaged or missing.</exception>
    public SegmentState Get(SegmentRecord record, CollectionSchema schema)
    {
        bool isOpen = _open.TryGetValue(record.Number, out (SealedSegment Segment, DeletesRecord? Record, DeleteMap Deletes) entry);
        if (isOpen && entry.Segment.IsOf(record))
        {
            entry.Segment.AttachAdded(schema, record, verify);
        }
        else
        {
            var segment = new SealedSegment(fileSystem, files, schema, record, verify);
            entry.Segment?.Release();
            entry = (segment, null, DeleteMap.Empty);
            _open[record.Number] = entry;
        }

        if (entry.Record != record.Deletes)
        {
            entry = (entry.Segment, record.Deletes, manifests.LoadDeletes(record));
            _open[record.Number] = entry;
        }

        entry.Segment.AddReference();
        return new SegmentState(entry.Segment, entry.Deletes) { DeletesRecord = entry.Record };
    }

    /// <summary>Lets go of all segments but those that are named.</summary>
    public void Keep(IEnumerable<SegmentRecord> records)
    {
        HashSet<int> kept = [.. records.Select(record => record.Number)];
        foreach (int number in _open.Keys.Where(number => !kept.Contains(number)).ToArray())
        {
            _open[number].Segment.Release();
            _open.Remove(number);
        }
    }

    public void Dispose() => Keep([]);
}

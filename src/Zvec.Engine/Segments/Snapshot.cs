using Zvec.Engine.Primitives;

namespace Zvec.Engine.Segments;

/// <summary>The whole collection at one moment: never changes, and keeps its segments alive until the last reader lets go.</summary>
internal sealed class Snapshot
{
    private readonly SegmentView[] _segments;
    private ReferenceCount _references = new();

    /// <param name="schema">The schema at that moment.</param>
    /// <param name="segments">The segments; the snapshot takes a reference to each.</param>
    public Snapshot(CollectionSchema schema, SegmentView[] segments)
    {
        Schema = schema;
        _segments = segments;
        foreach (SegmentView view in segments)
            view.Segment.AddReference();
    }

    public CollectionSchema Schema { get; }

    /// <summary>Whether the segments are of several partitions, which share the documents of one collection between them.</summary>
    public bool IsGathered { get; init; }

    /// <summary>How many threads may search the segments at once for one query. More than 1 only where they are gathered.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The segments: sealed ones by age, then those in memory by age.</summary>
    public ReadOnlySpan<SegmentView> Views => _segments;

    /// <summary>Finds a document.</summary>
    /// <returns>The number of its segment in <see cref="Views"/> and its row; (−1, −1) when there is none.</returns>
    public (int Segment, int Row) Find(DocumentKey key)
    {
        ulong hash = key.StableHash();
        for (int i = _segments.Length - 1; i >= 0; i--)
        {
            int row = _segments[i].FindLiveRow(key, hash);
            if (row >= 0)
                return (i, row);
        }

        return (-1, -1);
    }

    /// <summary>Takes a reference, unless the snapshot was let go by everybody.</summary>
    public bool TryAddReference() => _references.TryAdd();

    public void Release()
    {
        if (!_references.Release())
            return;
        foreach (SegmentView view in _segments)
            view.Segment.Release();
    }
}

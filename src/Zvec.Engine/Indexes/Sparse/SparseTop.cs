namespace Zvec.Engine.Indexes.Sparse;

/// <summary>Keeps the best rows of all segments. Rows are shown in order: segment by segment, ascending, so that of equal ones the first
/// are kept.</summary>
/// <param name="capacity">How many.</param>
/// <param name="floor">What a row must exceed.</param>
internal sealed class SparseTop(int capacity, float floor)
{
    private readonly PriorityQueue<SparseHit, SparseHit> _worstFirst = new();

    public int Capacity => capacity;

    /// <summary>The number of rows kept.</summary>
    public int Count => _worstFirst.Count;

    /// <summary>What a further row must exceed to be kept.</summary>
    public float Threshold { get; private set; } = floor;

    public void Add(SparseHit hit)
    {
        if (!(hit.Score > Threshold))
            return;
        if (Count < capacity)
            _worstFirst.Enqueue(hit, hit);
        else
            _worstFirst.EnqueueDequeue(hit, hit);
        if (Count == capacity)
            Threshold = _worstFirst.Peek().Score;
    }

    /// <summary>The rows kept, best first.</summary>
    public SparseHit[] Sorted()
    {
        SparseHit[] hits = [.. _worstFirst.UnorderedItems.Select(item => item.Element)];
        Array.Sort(hits);
        Array.Reverse(hits);
        return hits;
    }
}

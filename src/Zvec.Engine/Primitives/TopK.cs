namespace Zvec.Engine.Primitives;

/// <summary>Keeps the nearest rows of all that it is shown, up to a fixed number. Of rows equally near, those with the smaller number are kept.</summary>
/// <remarks>A binary heap with the farthest on top. A distance and a row are packed into one number that sorts by distance, then row.</remarks>
internal sealed class TopK
{
    private ulong[] _heap;
    private int _capacity;

    public TopK(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
        _heap = new ulong[Math.Min(capacity, 256)];
    }

    public int Capacity => _capacity;

    /// <summary>The number of rows kept.</summary>
    public int Count { get; private set; }

    /// <summary>A row farther than this will not be kept; infinite until as many are kept as may be.</summary>
    public float Threshold { get; private set; } = float.PositiveInfinity;

    /// <summary>Empties it and sets how many rows it keeps.</summary>
    public void Reset(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
        Count = 0;
        Threshold = float.PositiveInfinity;
    }

    public void Add(float distance, int row)
    {
        ulong key = DistanceKey.Pack(distance, row);
        if (Count == _capacity)
        {
            if (key < _heap[0])
                ReplaceTop(key);
            return;
        }

        if (Count == _heap.Length)
            Array.Resize(ref _heap, (int)Math.Min(_heap.Length * 2L, _capacity));
        int place = Count++;
        while (place > 0)
        {
            int parent = (place - 1) >> 1;
            if (_heap[parent] >= key)
                break;
            _heap[place] = _heap[parent];
            place = parent;
        }

        _heap[place] = key;
        if (Count == _capacity)
            Threshold = DistanceKey.Distance(_heap[0]);
    }

    /// <summary>Sorts what is kept, nearest first, and returns it as packed keys (see <see cref="DistanceKey"/>), valid until the next change. Add no more before <see cref="Reset"/>.</summary>
    public ReadOnlySpan<ulong> Sort()
    {
        Span<ulong> kept = _heap.AsSpan(0, Count);
        kept.Sort();
        return kept;
    }

    private void ReplaceTop(ulong key)
    {
        ulong[] heap = _heap;
        int place = 0;
        while (true)
        {
            int child = (place * 2) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && heap[child + 1] > heap[child])
                child++;
            if (heap[child] <= key)
                break;
            heap[place] = heap[child];
            place = child;
        }

        heap[place] = key;
        Threshold = DistanceKey.Distance(heap[0]);
    }
}

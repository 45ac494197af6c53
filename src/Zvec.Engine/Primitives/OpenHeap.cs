namespace Zvec.Engine.Primitives;

/// <summary>A growing binary heap of packed distances and rows (see <see cref="DistanceKey"/>) with the nearest on top.</summary>
internal sealed class OpenHeap
{
    private ulong[] _heap = new ulong[256];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public ulong Peek() => _heap[0];

    public void Push(ulong key)
    {
        if (Count == _heap.Length)
            Array.Resize(ref _heap, Count * 2);
        ulong[] heap = _heap;
        int place = Count++;
        while (place > 0)
        {
            int parent = (place - 1) >> 1;
            if (heap[parent] <= key)
                break;
            heap[place] = heap[parent];
            place = parent;
        }

        heap[place] = key;
    }

    public ulong Pop()
    {
        ulong[] heap = _heap;
        ulong top = heap[0];
        ulong last = heap[--Count];
        int place = 0;
        while (true)
        {
            int child = (place * 2) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && heap[child + 1] < heap[child])
                child++;
            if (heap[child] >= last)
                break;
            heap[place] = heap[child];
            place = child;
        }

        heap[place] = last;
        return top;
    }
}

using System.Runtime.Intrinsics;

namespace Zvec.Engine.Primitives;

/// <summary>The nearest rows found so far in ascending order of distance, up to a fixed number; each is open until it has been taken.</summary>
/// <remarks>Two parallel arrays: a place is found by counting smaller distances, 16 at a time and without branches, which for the usual sizes beats a heap and a binary search.</remarks>
internal sealed unsafe class CandidatePool : IDisposable
{
    private const int Taken = int.MinValue;
    private const int Lanes = 16;
    private const int WindowLanes = 256;

    private NativeBuffer? _buffer;
    private float* _distances;
    private int* _rows;
    private int _allocated;
    private int _capacity;
    private int _count;
    private int _firstOpen;

    public int Count => _count;

    /// <summary>Only a distance below this can enter; infinite until the pool is full.</summary>
    public float Worst { get; private set; }

    /// <summary>Empties the pool and sets how many rows it keeps.</summary>
    public void Reset(int capacity)
    {
        if (capacity > _allocated)
        {
            _buffer?.Dispose();
            _allocated = (capacity + Lanes - 1) / Lanes * Lanes;
            _buffer = new NativeBuffer((_allocated + Lanes) * (long)(sizeof(float) + sizeof(int)));
            _distances = (float*)_buffer.Pointer;
            _rows = (int*)(_distances + _allocated + Lanes);
        }

        // places behind the last hold infinity, so that counting may run over the end
        new Span<float>(_distances, Math.Min(_allocated, capacity + Lanes) + Lanes - 1).Fill(float.PositiveInfinity);
        _capacity = capacity;
        _count = 0;
        _firstOpen = 0;
        Worst = float.PositiveInfinity;
    }

    public float DistanceAt(int place) => _distances[place];

    public int RowAt(int place) => _rows[place] & ~Taken;

    /// <summary>Adds a row whose finite distance is below <see cref="Worst"/>; the farthest row falls out when the pool is full.</summary>
    /// <returns>Whether it is now the nearest open row.</returns>
    public bool Insert(float distance, int row)
    {
        int place = CountNotAbove(distance);
        int moved = _count - place;
        if (_count == _capacity)
            moved--;
        else
            _count++;
        if (moved > 0)
        {
            new ReadOnlySpan<float>(_distances + place, moved).CopyTo(new Span<float>(_distances + place + 1, moved));
            new ReadOnlySpan<int>(_rows + place, moved).CopyTo(new Span<int>(_rows + place + 1, moved));
        }

        _distances[place] = distance;
        _rows[place] = row;
        if (_count == _capacity)
            Worst = _distances[_count - 1];
        if (place > _firstOpen)
            return false;
        _firstOpen = place;
        return true;
    }

    /// <summary>Takes the nearest open row; −1 when none is open.</summary>
    public int Take()
    {
        int place = FirstOpen();
        if (place == _count)
            return -1;
        int row = _rows[place];
        _rows[place] = row | Taken;
        _firstOpen = place + 1;
        return row;
    }

    /// <summary>The nearest open row, left open; −1 when none is open.</summary>
    public int Peek()
    {
        int place = FirstOpen();
        return place == _count ? -1 : _rows[place];
    }

    public void Dispose() => _buffer?.Dispose();

    private int FirstOpen()
    {
        int place = _firstOpen;
        while (place < _count && _rows[place] < 0)
            place++;
        return _firstOpen = place;
    }

    /// <summary>The number of distances at or below the given one: where it belongs.</summary>
    private int CountNotAbove(float distance)
    {
        int start = 0;
        int end = _count;
        while (end - start > WindowLanes)
        {
            int middle = start + ((end - start) / 2 & -Lanes);
            if (_distances[middle] <= distance)
                start = middle;
            else
                end = middle;
        }

        Vector512<float> limit = Vector512.Create(distance);
        Vector512<int> counts = default;
        for (float* at = _distances + start, stop = _distances + end; at < stop; at += Lanes)
            counts -= Vector512.LessThanOrEqual(Vector512.Load(at), limit).AsInt32();
        return start + Vector512.Sum(counts);
    }
}

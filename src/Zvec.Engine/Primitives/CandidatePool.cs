using System.Numerics;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Primitives;

/// <summary>The nearest rows found so far in ascending order of distance, up to a fixed number; each is open until it has been
/// taken.</summary>
/// <remarks>Two parallel arrays. A row moves to its place from the end, past the farther ones 16 at a time, which for the
/// usual sizes beats a heap, and a search for the place before the move.</remarks>
internal sealed unsafe class CandidatePool : IDisposable
{
    private const int Taken = int.MinValue;

    /// <summary>Places before the first, which hold a distance below all others, and that moving may look at.</summary>
    private const int Margin = 16;

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
            _allocated = (capacity + Margin - 1) / Margin * Margin;
            _buffer = new NativeBuffer((_allocated + Margin) * (long)(sizeof(float) + sizeof(int)));
            _distances = (float*)_buffer.Pointer + Margin;
            _rows = (int*)(_distances + _allocated) + Margin;
            new Span<float>(_distances - Margin, Margin).Fill(float.NegativeInfinity);
        }

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
        int firstOpen = FirstOpen();
        int place = MoveFarther(_count == _capacity ? _count - 1 : _count++, distance);
        _distances[place] = distance;
        _rows[place] = row;
        if (_count == _capacity)
            Worst = _distances[_count - 1];
        if (place > firstOpen)
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

    /// <summary>Moves rows farther than a distance one place towards the end.</summary>
    /// <param name="free">The place that the last of them may take.</param>
    /// <param name="distance">The distance.</param>
    /// <returns>The place that became free.</returns>
    private int MoveFarther(int free, float distance)
    {
        if (Vector512.IsHardwareAccelerated)
            return MoveFarther512(_distances, _rows, free, distance);
        return Vector256.IsHardwareAccelerated
            ? MoveFarther256(_distances, _rows, free, distance)
            : MoveFarther128(_distances, _rows, free, distance);
    }

    private static int MoveFarther512(float* distances, int* rows, int free, float distance)
    {
        Vector512<float> limit = Vector512.Create(distance);
        while (true)
        {
            int from = free - Vector512<float>.Count;
            Vector512<float> moved = Vector512.Load(distances + from);
            Vector512<int> movedRows = Vector512.Load(rows + from);
            Vector512<float> farther = Vector512.GreaterThan(moved, limit);
            uint bits = (uint)farther.ExtractMostSignificantBits();
            if (bits != (1u << Vector512<float>.Count) - 1)
            {
                Vector512.ConditionalSelect(farther, moved, Vector512.Load(distances + from + 1)).Store(distances + from + 1);
                Vector512.ConditionalSelect(farther.AsInt32(), movedRows, Vector512.Load(rows + from + 1)).Store(rows + from + 1);
                return free - BitOperations.PopCount(bits);
            }

            moved.Store(distances + from + 1);
            movedRows.Store(rows + from + 1);
            free = from;
        }
    }

    private static int MoveFarther256(float* distances, int* rows, int free, float distance)
    {
        Vector256<float> limit = Vector256.Create(distance);
        while (true)
        {
            int from = free - Vector256<float>.Count;
            Vector256<float> moved = Vector256.Load(distances + from);
            Vector256<int> movedRows = Vector256.Load(rows + from);
            Vector256<float> farther = Vector256.GreaterThan(moved, limit);
            uint bits = (uint)farther.ExtractMostSignificantBits();
            if (bits != (1u << Vector256<float>.Count) - 1)
            {
                Vector256.ConditionalSelect(farther, moved, Vector256.Load(distances + from + 1)).Store(distances + from + 1);
                Vector256.ConditionalSelect(farther.AsInt32(), movedRows, Vector256.Load(rows + from + 1)).Store(rows + from + 1);
                return free - BitOperations.PopCount(bits);
            }

            moved.Store(distances + from + 1);
            movedRows.Store(rows + from + 1);
            free = from;
        }
    }

    private static int MoveFarther128(float* distances, int* rows, int free, float distance)
    {
        Vector128<float> limit = Vector128.Create(distance);
        while (true)
        {
            int from = free - Vector128<float>.Count;
            Vector128<float> moved = Vector128.Load(distances + from);
            Vector128<int> movedRows = Vector128.Load(rows + from);
            Vector128<float> farther = Vector128.GreaterThan(moved, limit);
            uint bits = (uint)farther.ExtractMostSignificantBits();
            if (bits != (1u << Vector128<float>.Count) - 1)
            {
                Vector128.ConditionalSelect(farther, moved, Vector128.Load(distances + from + 1)).Store(distances + from + 1);
                Vector128.ConditionalSelect(farther.AsInt32(), movedRows, Vector128.Load(rows + from + 1)).Store(rows + from + 1);
                return free - BitOperations.PopCount(bits);
            }

            moved.Store(distances + from + 1);
            movedRows.Store(rows + from + 1);
            free = from;
        }
    }
}

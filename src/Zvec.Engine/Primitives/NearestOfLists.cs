using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Primitives;

/// <summary>The nearest distances of many ascending lists, which change one after the other, and how near so many of them are.</summary>
internal sealed class NearestOfLists : IDisposable
{
    private const int Width = 16;

    private readonly int _room;
    private float[] _distances;
    private readonly int[] _counts;

    /// <param name="lists">How many lists there are.</param>
    /// <param name="length">The most distances of a list that count.</param>
    public NearestOfLists(int lists, int length)
    {
        _room = (length + Width - 1) / Width * Width;
        _distances = ArrayPool<float>.Shared.Rent(lists * _room);
        _counts = new int[lists];
        Length = length;
    }

    /// <summary>The most distances of a list that count.</summary>
    public int Length { get; }

    /// <summary>Room for the distances of a list.</summary>
    public Span<float> Room(int list) => _distances.AsSpan(list * _room, Length);

    /// <summary>Says how many distances stand in the room of a list, ascending.</summary>
    public void Set(int list, int count)
    {
        _counts[list] = count;
        _distances.AsSpan((list * _room) + count, _room - count).Fill(float.PositiveInfinity);
    }

    /// <summary>A bound that at least so many distances are below; the one that is given when there are not so many.</summary>
    /// <param name="rank">How many.</param>
    /// <param name="spare">How many more may be below it, which saves time.</param>
    /// <param name="bound">A bound that is known already.</param>
    public float Bound(int rank, int spare, float bound)
    {
        float low = float.PositiveInfinity;
        float high = float.NegativeInfinity;
        int total = 0;
        for (int list = 0; list < _counts.Length; list++)
        {
            int count = _counts[list];
            if (count == 0)
                continue;
            total += count;
            low = Math.Min(low, _distances[list * _room]);
            high = Math.Max(high, _distances[(list * _room) + count - 1]);
        }

        if (total < rank)
            return bound;
        high = Math.Min(bound, MathF.BitIncrement(high));
        int below = CountBelow(high);
        while (below > rank + spare)
        {
            float middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
                break;
            int count = CountBelow(middle);
            if (count < rank)
            {
                low = middle;
            }
            else
            {
                high = middle;
                below = count;
            }
        }

        return high;
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_distances);
        _distances = [];
    }

    private int CountBelow(float bound)
    {
        int below = 0;
        Vector512<float> limit = Vector512.Create(bound);
        for (int list = 0; list < _counts.Length; list++)
        {
            ReadOnlySpan<float> distances = _distances.AsSpan(list * _room, (_counts[list] + Width - 1) / Width * Width);
            for (int start = 0; start < distances.Length; start += Width)
            {
                ulong near = Vector512.LessThan(Vector512.Create(distances[start..]), limit).ExtractMostSignificantBits();
                below += BitOperations.PopCount(near);
                if (near != (1u << Width) - 1)
                    break;
            }
        }

        return below;
    }
}

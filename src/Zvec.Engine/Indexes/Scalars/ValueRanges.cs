using System.Runtime.InteropServices;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>Some of the distinct values of an inverted index, by their numbers: ranges that ascend and do not touch.</summary>
internal sealed class ValueRanges
{
    private readonly List<(int Start, int End)> _ranges = [];

    /// <summary>The ranges; each ends before its <c>End</c>.</summary>
    public ReadOnlySpan<(int Start, int End)> Ranges => CollectionsMarshal.AsSpan(_ranges);

    /// <summary>The values from one number up to, but not including, another.</summary>
    public static ValueRanges Of(int start, int end)
    {
        var values = new ValueRanges();
        values.Add(start, end);
        return values;
    }

    /// <summary>Adds values, none of which is below the last one that was added.</summary>
    public void Add(int start, int end)
    {
        if (start >= end)
            return;
        if (_ranges.Count > 0 && _ranges[^1].End >= start)
            _ranges[^1] = (_ranges[^1].Start, Math.Max(_ranges[^1].End, end));
        else
            _ranges.Add((start, end));
    }

    /// <summary>The values that are in both.</summary>
    public ValueRanges And(ValueRanges other)
    {
        var both = new ValueRanges();
        for (int left = 0, right = 0; left < _ranges.Count && right < other._ranges.Count;)
        {
            both.Add(Math.Max(_ranges[left].Start, other._ranges[right].Start), Math.Min(_ranges[left].End, other._ranges[right].End));
            if (_ranges[left].End < other._ranges[right].End)
                left++;
            else
                right++;
        }

        return both;
    }

    /// <summary>The values that are in either.</summary>
    public ValueRanges Or(ValueRanges other)
    {
        var either = new ValueRanges();
        int left = 0;
        int right = 0;
        while (left < _ranges.Count || right < other._ranges.Count)
        {
            bool takesLeft = right == other._ranges.Count || (left < _ranges.Count && _ranges[left].Start <= other._ranges[right].Start);
            (int start, int end) = takesLeft ? _ranges[left++] : other._ranges[right++];
            either.Add(start, end);
        }

        return either;
    }

    /// <summary>The values below a number that are not among these.</summary>
    public ValueRanges Not(int valueCount)
    {
        var others = new ValueRanges();
        int next = 0;
        foreach ((int start, int end) in _ranges)
        {
            others.Add(next, start);
            next = end;
        }

        others.Add(next, valueCount);
        return others;
    }
}

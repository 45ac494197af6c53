using System.Runtime.InteropServices;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>Some of the distinct values of an inverted index, by their numbers: ranges that ascend and do not touch.</summary>
internal sealed class ValueRanges
{
    // mostly there is one range: a list for it would be garbage in each search
    private (int Start, int End) _only;
    private int _count;
    private List<(int Start, int End)>? _ranges;

    /// <summary>The ranges; each ends before its <c>End</c>.</summary>
    public ReadOnlySpan<(int Start, int End)> Ranges =>
        _ranges is null ? MemoryMarshal.CreateReadOnlySpan(ref _only, _count) : CollectionsMarshal.AsSpan(_ranges);

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
        ref (int Start, int End) last = ref _ranges is null ? ref _only : ref CollectionsMarshal.AsSpan(_ranges)[^1];
        if (_count == 0)
        {
            _only = (start, end);
            _count = 1;
        }
        else if (last.End >= start)
        {
            last.End = Math.Max(last.End, end);
        }
        else
        {
            _ranges ??= [_only];
            _ranges.Add((start, end));
        }
    }

    /// <summary>The values that are in both.</summary>
    public ValueRanges And(ValueRanges other)
    {
        var both = new ValueRanges();
        ReadOnlySpan<(int Start, int End)> ours = Ranges;
        ReadOnlySpan<(int Start, int End)> others = other.Ranges;
        for (int left = 0, right = 0; left < ours.Length && right < others.Length;)
        {
            both.Add(Math.Max(ours[left].Start, others[right].Start), Math.Min(ours[left].End, others[right].End));
            if (ours[left].End < others[right].End)
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
        ReadOnlySpan<(int Start, int End)> ours = Ranges;
        ReadOnlySpan<(int Start, int End)> others = other.Ranges;
        int left = 0;
        int right = 0;
        while (left < ours.Length || right < others.Length)
        {
            bool takesLeft = right == others.Length || (left < ours.Length && ours[left].Start <= others[right].Start);
            (int start, int end) = takesLeft ? ours[left++] : others[right++];
            either.Add(start, end);
        }

        return either;
    }

    /// <summary>The values below a number that are not among these.</summary>
    public ValueRanges Not(int valueCount)
    {
        var others = new ValueRanges();
        int next = 0;
        foreach ((int start, int end) in Ranges)
        {
            others.Add(next, start);
            next = end;
        }

        others.Add(next, valueCount);
        return others;
    }
}

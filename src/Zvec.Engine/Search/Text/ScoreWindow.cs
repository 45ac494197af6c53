using System.Numerics;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Search;

/// <summary>Sums the scores of some neighbouring rows.</summary>
internal sealed class ScoreWindow
{
    /// <summary>The most rows of a window, less up to 63 in front of its first.</summary>
    public const int MostRows = 4096;

    private readonly double[] _scores = new double[MostRows];
    private readonly ulong[] _rows = new ulong[MostRows / 64];
    private int _base;

    /// <summary>Behind the last row of the window.</summary>
    public int End { get; private set; }

    /// <summary>The furthest end of a window that begins with a row.</summary>
    public static int FurthestEnd(int row) => (int)Math.Min(int.MaxValue, (row & ~63) + (long)MostRows);

    /// <summary>Empties it for other rows.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="end">Behind the last row; at most <see cref="FurthestEnd"/>.</param>
    public void Reset(int start, int end)
    {
        _base = start & ~63;
        End = end;
        Array.Clear(_rows, 0, (end - _base + 63) >> 6);
    }

    public void Add(int row, double score)
    {
        int place = row - _base;
        ref ulong word = ref _rows[place >> 6];
        ulong bit = 1UL << place;
        ref double sum = ref _scores[place];
        sum = (word & bit) == 0 ? score : sum + score;
        word |= bit;
    }

    /// <summary>Leaves out the rows that a set does not have.</summary>
    public void Keep(Bitmap accept)
    {
        int words = (End - _base + 63) >> 6;
        ReadOnlySpan<ulong> accepted = accept.Words[(_base >> 6)..];
        for (int i = 0; i < words; i++)
            _rows[i] &= i < accepted.Length ? accepted[i] : 0;
    }

    /// <summary>The first row at or behind <paramref name="row"/> that has a score; −1 when there is none.</summary>
    public int NextRow(int row)
    {
        int place = row - _base;
        int words = (End - _base + 63) >> 6;
        for (int i = place >> 6; i < words; i++)
        {
            ulong word = i == place >> 6 ? _rows[i] >> place << place : _rows[i];
            if (word != 0)
                return _base + (i << 6) + BitOperations.TrailingZeroCount(word);
        }

        return -1;
    }

    public double Score(int row) => _scores[row - _base];
}

using System.Buffers;
using System.Numerics;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Search;

/// <summary>Sums the scores of some neighbouring rows.</summary>
internal sealed class ScoreWindow : IDisposable
{
    /// <summary>The most rows of a window, less up to 63 in front of its first.</summary>
    public const int MostRows = 4096;

    private readonly double[] _scores = ArrayPool<double>.Shared.Rent(MostRows);
    private readonly ulong[] _rows = new ulong[MostRows / 64];
    private int _base;
    private int _length;
    private bool _isMarked;

    /// <summary>The furthest end of a window that begins with a row.</summary>
    public static int FurthestEnd(int row) => (int)Math.Min(int.MaxValue, (row & ~63) + (long)MostRows);

    /// <summary>Empties it for other rows.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="end">Behind the last row; at most <see cref="FurthestEnd"/>.</param>
    /// <param name="isMarked">Whether to remember which rows have a score, however small.</param>
    public void Reset(int start, int end, bool isMarked)
    {
        _base = start & ~63;
        _length = end - _base;
        _isMarked = isMarked;
        _scores.AsSpan(0, _length).Clear();
        if (isMarked)
            Array.Clear(_rows, 0, (_length + 63) >> 6);
    }

    /// <summary>Adds to the scores of rows.</summary>
    public void Add(ReadOnlySpan<int> rows, ReadOnlySpan<double> scores)
    {
        double[] sums = _scores;
        for (int i = 0; i < rows.Length; i++)
            sums[rows[i] - _base] += scores[i];
        if (!_isMarked)
            return;
        foreach (int row in rows)
            _rows[(row - _base) >> 6] |= 1UL << (row - _base);
    }

    /// <summary>Leaves out the rows that a set does not have, of a window that is marked.</summary>
    public void Keep(Bitmap accept)
    {
        int words = (_length + 63) >> 6;
        ReadOnlySpan<ulong> accepted = accept.Words[(_base >> 6)..];
        for (int i = 0; i < words; i++)
            _rows[i] &= i < accepted.Length ? accepted[i] : 0;
    }

    /// <summary>The first row at or behind <paramref name="row"/> that has a score, in a window that is marked; −1 when there is
    /// none.</summary>
    public int NextRow(int row)
    {
        int place = row - _base;
        int words = (_length + 63) >> 6;
        for (int i = place >> 6; i < words; i++)
        {
            ulong word = i == place >> 6 ? _rows[i] >> place << place : _rows[i];
            if (word != 0)
                return _base + (i << 6) + BitOperations.TrailingZeroCount(word);
        }

        return -1;
    }

    /// <summary>The first row at or behind <paramref name="row"/> whose score and some more are above a floor; −1 when there is
    /// none.</summary>
    public int NextRow(int row, double more, double floor)
    {
        int place = row - _base;
        int found = place < _length ? FirstAbove.Find(_scores.AsSpan(place, _length - place), more, floor) : -1;
        return found < 0 ? -1 : row + found;
    }

    public double Score(int row) => _scores[row - _base];

    public void Dispose() => ArrayPool<double>.Shared.Return(_scores);
}

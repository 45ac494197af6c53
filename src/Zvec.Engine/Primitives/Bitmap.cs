using System.Numerics;
using System.Runtime.InteropServices;

namespace Zvec.Engine.Primitives;

/// <summary>A set of row numbers from 0 to <see cref="Length"/> − 1, one bit each. Bits past the length are always zero.</summary>
/// <remarks>Once handed to another thread it is not changed any more.</remarks>
internal sealed class Bitmap
{
    private readonly ulong[] _words;

    public Bitmap(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _words = new ulong[WordCount(length)];
    }

    private Bitmap(int length, ulong[] words)
    {
        Length = length;
        _words = words;
    }

    /// <summary>The number of rows that the set ranges over.</summary>
    public int Length { get; }

    /// <summary>The bits, 64 rows a word, lowest row in the lowest bit.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    public bool this[int row]
    {
        get => (_words[row >> 6] >> row & 1) != 0;
        set
        {
            if ((uint)row >= (uint)Length)
                throw new ArgumentOutOfRangeException(nameof(row));
            if (value)
                _words[row >> 6] |= 1UL << row;
            else
                _words[row >> 6] &= ~(1UL << row);
        }
    }

    /// <summary>All whole vectors of words.</summary>
    private Span<Vector<ulong>> Lanes => MemoryMarshal.Cast<ulong, Vector<ulong>>(_words.AsSpan());

    public static int WordCount(int length) => (int)(((long)length + 63) >> 6);

    public static Bitmap Full(int length)
    {
        var bitmap = new Bitmap(length);
        Array.Fill(bitmap._words, ulong.MaxValue);
        bitmap.ClearTail();
        return bitmap;
    }

    /// <summary>Takes over bits that were stored; bits past the length are cleared.</summary>
    public static Bitmap FromWords(ReadOnlySpan<ulong> words, int length)
    {
        var bitmap = new Bitmap(length, words[..WordCount(length)].ToArray());
        bitmap.ClearTail();
        return bitmap;
    }

    public Bitmap Clone() => new(Length, (ulong[])_words.Clone());

    /// <summary>The bits, to be filled by the one who made the bitmap; follow with <see cref="ClearTail"/> when bits past the length may
    /// be set.</summary>
    public Span<ulong> MutableWords => _words;

    public void ClearTail()
    {
        if ((Length & 63) != 0)
            _words[^1] &= (1UL << Length) - 1;
    }

    public int CountSet()
    {
        int count = 0;
        foreach (ulong word in _words)
            count += BitOperations.PopCount(word);
        return count;
    }

    public void And(Bitmap other)
    {
        CheckSameLength(other);
        Span<Vector<ulong>> lanes = Lanes;
        Span<Vector<ulong>> others = other.Lanes;
        for (int i = 0; i < lanes.Length && i < others.Length; i++)
            lanes[i] = lanes[i] & others[i];
        for (int i = lanes.Length * Vector<ulong>.Count; i < _words.Length; i++)
            _words[i] &= other._words[i];
    }

    public void AndNot(Bitmap other)
    {
        CheckSameLength(other);
        Span<Vector<ulong>> lanes = Lanes;
        Span<Vector<ulong>> others = other.Lanes;
        for (int i = 0; i < lanes.Length && i < others.Length; i++)
            lanes[i] = lanes[i] & ~others[i];
        for (int i = lanes.Length * Vector<ulong>.Count; i < _words.Length; i++)
            _words[i] &= ~other._words[i];
    }

    public void Or(Bitmap other)
    {
        CheckSameLength(other);
        Span<Vector<ulong>> lanes = Lanes;
        Span<Vector<ulong>> others = other.Lanes;
        for (int i = 0; i < lanes.Length && i < others.Length; i++)
            lanes[i] = lanes[i] | others[i];
        for (int i = lanes.Length * Vector<ulong>.Count; i < _words.Length; i++)
            _words[i] |= other._words[i];
    }

    public void Invert()
    {
        for (int i = 0; i < _words.Length; i++)
            _words[i] = ~_words[i];
        ClearTail();
    }

    /// <summary>The first row of the set at or after <paramref name="row"/>, or −1.</summary>
    public int NextSet(int row)
    {
        if (row >= Length)
            return -1;
        int index = row >> 6;
        ulong word = _words[index] >> row << row;
        while (word == 0)
        {
            if (++index == _words.Length)
                return -1;
            word = _words[index];
        }

        return (index << 6) + BitOperations.TrailingZeroCount(word);
    }

    /// <summary>Whether one of some rows that follow one another is in the set.</summary>
    public bool IsAnySet(int start, int length)
    {
        if (length == 0)
            return false;
        int last = start + length - 1;
        ulong fromStart = ulong.MaxValue << start;
        ulong toLast = ulong.MaxValue >> (63 - (last & 63));
        int index = start >> 6;
        int lastIndex = last >> 6;
        if (index == lastIndex)
            return (_words[index] & fromStart & toLast) != 0;
        return (_words[index] & fromStart) != 0
            || _words.AsSpan((index + 1)..lastIndex).ContainsAnyExcept(0UL)
            || (_words[lastIndex] & toLast) != 0;
    }

    private void CheckSameLength(Bitmap other)
    {
        if (other.Length != Length)
            throw new ArgumentException($"Bitmaps of {Length} and {other.Length} rows cannot be combined.", nameof(other));
    }
}

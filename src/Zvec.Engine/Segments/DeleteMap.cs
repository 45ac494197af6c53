using System.Numerics;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Segments;

/// <summary>The rows of a segment that are deleted. Immutable: a deletion makes a new map that shares the pages that did not change, so
/// that each snapshot keeps its own at the cost of the pages touched.</summary>
internal sealed class DeleteMap
{
    private const int PageShift = 14;
    private const int PageRows = 1 << PageShift;
    private const int PageWords = PageRows / 64;

    private readonly ulong[]?[] _pages;
    private Bitmap? _live;

    private DeleteMap(ulong[]?[] pages, int count)
    {
        _pages = pages;
        Count = count;
    }

    public static DeleteMap Empty { get; } = new([], 0);

    /// <summary>The number of deleted rows.</summary>
    public int Count { get; }

    public bool this[int row]
    {
        get
        {
            int page = row >> PageShift;
            return page < _pages.Length && _pages[page] is { } words && (words[(row & (PageRows - 1)) >> 6] >> row & 1) != 0;
        }
    }

    /// <summary>The map with further rows deleted; rows that are deleted already do not count again.</summary>
    public DeleteMap With(IReadOnlyCollection<int> rows)
    {
        if (rows.Count == 0)
            return this;
        ulong[]?[] pages = new ulong[]?[Math.Max(_pages.Length, (rows.Max() >> PageShift) + 1)];
        _pages.CopyTo(pages, 0);
        int count = Count;
        foreach (int row in rows)
        {
            int page = row >> PageShift;
            ulong[]? words = pages[page];
            if (words is null)
                pages[page] = words = new ulong[PageWords];
            else if (page < _pages.Length && ReferenceEquals(words, _pages[page]))
                pages[page] = words = (ulong[])words.Clone();
            ref ulong word = ref words[(row & (PageRows - 1)) >> 6];
            ulong bit = 1UL << row;
            if ((word & bit) == 0)
            {
                word |= bit;
                count++;
            }
        }

        return new DeleteMap(pages, count);
    }

    /// <summary>The first <paramref name="rowCount"/> rows less the deleted ones; null when none of them is deleted. Made once and kept
    /// while the row count stays the same, as it does for a sealed segment.</summary>
    public Bitmap? Live(int rowCount)
    {
        if (Count == 0)
            return null;
        Bitmap? live = _live;
        if (live is null || live.Length != rowCount)
        {
            live = Deleted(rowCount);
            live.Invert();
            _live = live;
        }

        return live;
    }

    /// <summary>The deleted ones among the first <paramref name="rowCount"/> rows.</summary>
    public Bitmap Deleted(int rowCount)
    {
        var bitmap = new Bitmap(rowCount);
        Span<ulong> words = bitmap.MutableWords;
        for (int page = 0; page < _pages.Length && page * PageWords < words.Length; page++)
        {
            if (_pages[page] is { } from)
            {
                Span<ulong> to = words[(page * PageWords)..];
                from.AsSpan(0, Math.Min(PageWords, to.Length)).CopyTo(to);
            }
        }

        bitmap.ClearTail();
        return bitmap;
    }

    /// <summary>The rows that are deleted here and were not in an earlier version of the map.</summary>
    public IEnumerable<int> Since(DeleteMap earlier)
    {
        for (int page = 0; page < _pages.Length; page++)
        {
            ulong[]? before = page < earlier._pages.Length ? earlier._pages[page] : null;
            if (_pages[page] is not { } now || ReferenceEquals(now, before))
                continue;
            for (int i = 0; i < PageWords; i++)
            {
                for (ulong added = now[i] & ~(before?[i] ?? 0); added != 0; added &= added - 1)
                    yield return (page << PageShift) + (i << 6) + BitOperations.TrailingZeroCount(added);
            }
        }
    }

    /// <summary>Makes a map from the deleted rows as a file holds them.</summary>
    public static DeleteMap From(Bitmap deleted)
    {
        var rows = new List<int>(deleted.CountSet());
        for (int row = deleted.NextSet(0); row >= 0; row = deleted.NextSet(row + 1))
            rows.Add(row);
        return Empty.With(rows);
    }
}

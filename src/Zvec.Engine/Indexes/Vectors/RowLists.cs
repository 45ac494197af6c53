namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Rows in lists, one list behind the other; in each list they stand in the order in which they were given.</summary>
internal sealed class RowLists
{
    private readonly int[] _starts;
    private readonly int[] _rows;

    private RowLists(int[] starts, int[] rows)
    {
        _starts = starts;
        _rows = rows;
    }

    /// <summary>The number of lists.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Where each list begins among all rows, then where the last one ends.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The rows of all lists.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    public ReadOnlySpan<int> this[int list] => _rows.AsSpan(_starts[list].._starts[list + 1]);

    /// <summary>The same rows in the lists that have any.</summary>
    public RowLists WithoutEmpty()
    {
        int[] starts = [0, .. _starts.Skip(1).Where((end, list) => end > _starts[list])];
        return new RowLists(starts, _rows);
    }

    /// <summary>Puts rows into lists.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="lists">For each the number of its list.</param>
    /// <param name="count">The number of lists.</param>
    public static RowLists Group(ReadOnlyMemory<int> rows, ReadOnlySpan<int> lists, int count)
    {
        int[] starts = new int[count + 1];
        foreach (int list in lists)
            starts[list + 1]++;
        for (int list = 0; list < count; list++)
            starts[list + 1] += starts[list];
        int[] next = starts[..count];
        int[] grouped = new int[lists.Length];
        ReadOnlySpan<int> all = rows.Span;
        for (int i = 0; i < lists.Length; i++)
            grouped[next[lists[i]]++] = all[i];
        return new RowLists(starts, grouped);
    }
}

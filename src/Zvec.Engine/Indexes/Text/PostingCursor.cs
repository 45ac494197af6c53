namespace Zvec.Engine.Indexes.Text;

/// <summary>Walks the rows of one term, ascending. For one thread.</summary>
internal abstract class PostingCursor : IDisposable
{
    /// <summary>What <see cref="Row"/> is behind the last row.</summary>
    public const int End = int.MaxValue;

    /// <summary>The present row: −1 before the first move, <see cref="End"/> behind the last.</summary>
    public int Row { get; protected set; } = -1;

    /// <summary>How often the term occurs in the present row.</summary>
    public abstract int Frequency { get; }

    /// <summary>Moves to the next row.</summary>
    /// <returns><see cref="Row"/>.</returns>
    public abstract int Next();

    /// <summary>Moves to the first row at or behind <paramref name="row"/>; stays when the present one is.</summary>
    /// <returns><see cref="Row"/>.</returns>
    public abstract int Seek(int row);

    /// <summary>Reads rows from the present one on, and moves behind them.</summary>
    /// <param name="end">Rows from this one on are not read.</param>
    /// <param name="rows">Takes as many rows as fit; fewer are no sign that there are no others.</param>
    /// <param name="frequencies">Takes their frequencies.</param>
    /// <returns>How many were read: at least one when <see cref="Row"/> is before <paramref name="end"/>.</returns>
    public virtual int Read(int end, Span<int> rows, Span<int> frequencies)
    {
        int count = 0;
        for (; count < rows.Length && Row < end; Next())
        {
            rows[count] = Row;
            frequencies[count++] = Frequency;
        }

        return count;
    }

    /// <summary>Looks for rows, and moves to the last of them or behind it.</summary>
    /// <param name="rows">Ascending rows, none before the present one.</param>
    /// <param name="places">Takes the places in <paramref name="rows"/> of those that the term has.</param>
    /// <param name="frequencies">Takes their frequencies.</param>
    /// <returns>How many were found.</returns>
    public virtual int Find(ReadOnlySpan<int> rows, Span<int> places, Span<int> frequencies)
    {
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (Seek(rows[i]) != rows[i])
                continue;
            places[count] = i;
            frequencies[count++] = Frequency;
        }

        return count;
    }

    /// <summary>Bounds what the term contributes to rows from <paramref name="row"/> on, without moving there.</summary>
    /// <remarks>Behind the last row of the term the frequency is 0.</remarks>
    /// <param name="row">A row not before the present one.</param>
    /// <param name="lastRow">The last row that the bound holds for.</param>
    public abstract Impact BoundFrom(int row, out int lastRow);

    /// <summary>The places of the term in the present row's text, ascending; valid until the next move.</summary>
    public abstract ReadOnlySpan<int> Positions();

    /// <summary>Lets go of what the cursor uses.</summary>
    public abstract void Dispose();
}

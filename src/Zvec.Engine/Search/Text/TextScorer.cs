using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Search;

/// <summary>Walks the rows of a segment that fit a part of a query, ascending, and scores them. For one thread.</summary>
internal abstract class TextScorer : IDisposable
{
    /// <summary>What <see cref="Row"/> is behind the last row.</summary>
    public const int End = PostingCursor.End;

    /// <summary>The present row: −1 before the first move, <see cref="End"/> behind the last.</summary>
    public int Row { get; protected set; } = -1;

    /// <summary>About how many rows a walk looks at.</summary>
    public abstract long Cost { get; }

    /// <summary>No row scores more.</summary>
    public abstract double Most { get; }

    /// <summary>Rows that score no more may be left out: the walk that uses this has no place for them.</summary>
    public float Floor { get; set; } = float.NegativeInfinity;

    /// <summary>Whether rows are read faster many at once than one by one.</summary>
    public virtual bool ReadsMany => false;

    /// <summary>Moves to the first row at or behind <paramref name="row"/>; stays when the present one is.</summary>
    /// <returns><see cref="Row"/>.</returns>
    public abstract int Seek(int row);

    /// <summary>Moves to the next row.</summary>
    /// <returns><see cref="Row"/>.</returns>
    public virtual int Next() => Seek(Row + 1);

    /// <summary>The present row's score.</summary>
    public abstract double Score();

    /// <summary>Bounds the scores of rows from <paramref name="row"/> on, without moving there.</summary>
    /// <param name="row">Any row that has not been passed.</param>
    /// <param name="lastRow">The last row that the bound holds for.</param>
    public abstract double MostFrom(int row, out int lastRow);

    /// <summary>Reads rows from the present one on with their scores, and moves behind them. Rows that score no more than
    /// <see cref="Floor"/> may be missing.</summary>
    /// <param name="end">Rows from this one on are not read.</param>
    /// <param name="rows">Takes as many rows as fit; fewer are no sign that there are no others.</param>
    /// <param name="scores">Takes their scores.</param>
    /// <returns>How many were read.</returns>
    public virtual int Read(int end, Span<int> rows, Span<double> scores)
    {
        int count = 0;
        for (; count < rows.Length && Row < end; Next())
        {
            rows[count] = Row;
            scores[count++] = Score();
        }

        return count;
    }

    /// <summary>Keeps those of some rows that this scorer has too, and adds what they score here. Moves to the last of them or behind
    /// it.</summary>
    /// <param name="rows">Ascending rows, none before the present one; then those kept.</param>
    /// <param name="scores">Their scores.</param>
    /// <returns>How many were kept.</returns>
    public virtual int Keep(Span<int> rows, Span<double> scores)
    {
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if (Seek(row) != row)
                continue;
            rows[count] = row;
            scores[count++] = scores[i] + Score();
        }

        return count;
    }

    public abstract void Dispose();
}

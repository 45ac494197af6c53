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

    /// <summary>Adds the scores of the rows from the present one on that a window holds, and moves behind them.</summary>
    public virtual void AddTo(ScoreWindow window)
    {
        while (Row < window.End)
        {
            window.Add(Row, Score());
            Next();
        }
    }

    public abstract void Dispose();
}

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

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>What a search of an index uses while it runs, kept by its thread for the next one.</summary>
internal sealed class SparseScratch
{
    /// <summary>Rows that are looked at together; a power of two, and a multiple of 64. Their products stay in the first-level
    /// cache.</summary>
    public const int WindowRows = 2_048;

    /// <summary>With more lists than these it is not kept: such queries are few.</summary>
    private const int MostLists = 1 << 10;

    [ThreadStatic]
    private static SparseScratch? _spare;

    private SparseScratch()
    {
    }

    /// <summary>The lists of the query.</summary>
    public SparseCursor[] Cursors { get; private set; } = [];

    /// <summary>The cursors that have rows in the window.</summary>
    public int[] Order { get; private set; } = [];

    /// <summary>For each of <see cref="Order"/> what it is sorted by.</summary>
    public double[] Keys { get; private set; } = [];

    /// <summary>What all cursors in <see cref="Order"/> before one can add together, and at the end all.</summary>
    public double[] Sums { get; private set; } = [];

    /// <summary>The products of the rows of a window.</summary>
    public double[] Scores { get; } = new double[WindowRows];

    /// <summary>The rows of a window that were met, a bit each.</summary>
    public ulong[] Touched { get; } = new ulong[WindowRows / 64];

    /// <summary>The rows of a window that may be hits.</summary>
    public int[] Rows { get; } = new int[WindowRows];

    /// <summary>Their products, as far as they are known.</summary>
    public double[] RowScores { get; } = new double[WindowRows];

    public static SparseScratch Rent(int lists)
    {
        SparseScratch scratch = _spare ?? new SparseScratch();
        _spare = null;
        if (scratch.Cursors.Length < lists)
        {
            scratch.Cursors = new SparseCursor[lists];
            scratch.Order = new int[lists];
            scratch.Keys = new double[lists];
            scratch.Sums = new double[lists + 1];
        }

        return scratch;
    }

    /// <summary>Keeps it, unless the search that used it failed.</summary>
    /// <param name="lists">The lists that the search had.</param>
    public void Return(int lists)
    {
        if (Cursors.Length > MostLists)
            return;
        Array.Clear(Cursors, 0, lists); // they hold on to the index
        _spare = this;
    }
}

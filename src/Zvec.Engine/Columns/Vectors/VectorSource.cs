using Zvec.Engine.Primitives;

namespace Zvec.Engine.Columns;

/// <summary>Rows of a vector column, in the order in which they are to be written.</summary>
internal readonly struct VectorSource
{
    private readonly int[]? _rows;
    private readonly Bitmap? _set;

    /// <summary>The rows named, in that order; without a column, as many rows that have no vector.</summary>
    public VectorSource(VectorColumn? column, int[] rows)
    {
        Column = column;
        _rows = rows;
        Count = rows.Length;
    }

    /// <summary>The rows of a set, in ascending order.</summary>
    public VectorSource(VectorColumn column, Bitmap rows)
    {
        Column = column;
        _set = rows;
        Count = rows.CountSet();
    }

    /// <summary>The column; null when the field came later than the segment, so that no row has a vector.</summary>
    public VectorColumn? Column { get; }

    public int Count { get; }

    /// <summary>The row to write at a place; <paramref name="previous"/> is the one before, or −1.</summary>
    public int RowAt(int place, int previous) => _rows is null ? _set!.NextSet(previous + 1) : _rows[place];
}

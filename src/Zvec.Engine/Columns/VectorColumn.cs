using Zvec.Engine.Primitives;

namespace Zvec.Engine.Columns;

/// <summary>The vectors of one field in one segment, a row each, in memory that does not move. A row that has no vector is all zeros and is
/// absent from <see cref="Present"/>.</summary>
internal abstract class VectorColumn
{
    /// <summary>What a row looks like.</summary>
    public abstract VectorRowLayout Layout { get; }

    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The rows that have a vector; null when all have one.</summary>
    public abstract Bitmap? Present { get; }

    /// <summary>The longest run of rows that lie one after another in memory, starting at <paramref name="row"/>.</summary>
    public abstract VectorBlock BlockAt(int row);
}

using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Columns;

/// <summary>The vectors of one field in one segment, a row each, in memory that does not move. A row that has no vector is all zeros and is
/// absent from <see cref="Present"/>.</summary>
/// <remarks>Pointers stay valid until the column is disposed by the segment that owns it. A column in memory grows while it is read: a
/// reader touches only rows
/// below the count that its snapshot was published with.</remarks>
internal abstract class VectorColumn : IDisposable
{
    private const int MostOnStack = 4 << 10;

    /// <summary>What a row looks like.</summary>
    public abstract VectorRowLayout Layout { get; }

    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The rows that have a vector; null when all have one.</summary>
    public Bitmap? Present => PresentUpTo(Count);

    /// <summary>Which of the first <paramref name="count"/> rows have a vector; null when all have one.</summary>
    public abstract Bitmap? PresentUpTo(int count);

    public abstract bool HasVector(int row);

    /// <summary>The longest run of rows that lie one after another in memory, starting at <paramref name="row"/>.</summary>
    public abstract VectorBlock BlockAt(int row);

    /// <summary>The address of one row, for one look: where it lies or, where touching it would keep a page of a large file in memory for
    /// it, in <paramref name="room"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="room">A stride and <see cref="VectorRowLayout.Slack"/> bytes.</param>
    public virtual unsafe byte* Look(int row, byte* room) => BlockAt(row).Pointer;

    /// <summary>The vector of a row as it was given: <see cref="ReadOnlyMemory{T}"/> of the element type, in an object; null when the row
    /// has none.</summary>
    public object? GetVector(int row)
    {
        if (!HasVector(row))
            return null;
        if (Layout.DataBytes > MostOnStack)
            return VectorElements.ToMemory(Layout.Type, GetElements(row));
        Span<byte> elements = stackalloc byte[Layout.DataBytes];
        CopyElements(row, elements);
        return VectorElements.ToMemory(Layout.Type, elements);
    }

    /// <summary>The elements of a row as they were given, as bytes that are valid as long as the column; empty when the row has
    /// none.</summary>
    public unsafe ReadOnlySpan<byte> GetElements(int row)
        => HasVector(row) ? new ReadOnlySpan<byte>(BlockAt(row).Pointer, Layout.DataBytes) : default;

    /// <summary>Copies the elements of a row that has a vector, without keeping a page of a large file in memory for it.</summary>
    public virtual void CopyElements(int row, Span<byte> elements) => GetElements(row).CopyTo(elements);

    public abstract void Dispose();
}

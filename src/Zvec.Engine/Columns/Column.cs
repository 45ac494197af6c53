namespace Zvec.Engine.Columns;

/// <summary>The values of one field, or of the key, in one segment: a value or null in each row.</summary>
/// <remarks>
/// A column in memory grows while it is read: a reader touches only rows below the count that its snapshot was published with.
/// Every column is one of <see cref="FixedColumn{T}"/>, <see cref="BytesColumn"/>, <see cref="ArrayColumn"/> (as
/// <see cref="PhysicalTypes.KindOf"/> says of its type)
/// or a <see cref="NullColumn"/>, which may stand for a field of any type.
/// </remarks>
internal abstract class Column
{
    /// <summary>The type of the values.</summary>
    public abstract DataType Type { get; }

    /// <summary>False when no row is null; true when a row is, or may be.</summary>
    public abstract bool HasNulls { get; }

    public abstract bool IsNull(int row);

    /// <summary>The value as an object of the CLR type that <see cref="DataType"/> names, or null.</summary>
    public abstract object? GetValue(int row);

    /// <summary>Which rows are null, one bit each, 64 rows a word, the lowest row in the lowest bit; to be asked only
    /// when <see cref="HasNulls"/>.</summary>
    /// <param name="firstWord">The word to start at: the one of row <paramref name="firstWord"/> × 64.</param>
    /// <param name="count">How many words are wanted.</param>
    /// <returns>At least one word, at most <paramref name="count"/>; go on behind the last. Bits of rows past the
    /// reader's count mean nothing.</returns>
    public abstract ReadOnlySpan<ulong> NullWords(int firstWord, int count);
}

using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>Finds the rows of a sealed segment by the value of a field. Values are given as <see cref="Columns.SortKey">sort keys</see> of the field's
/// type, for an array field of its element type; a row of an array field is found by each of its elements.</summary>
/// <remarks>
/// A NaN is found by <see cref="AddEqual"/> only: no range holds it, and a range whose bound it is holds nothing.
/// The bitmaps range over the segment's rows; what is set in them stays set.
/// </remarks>
internal sealed class InvertedIndexReader
{
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: the file is not an index of that type and number of rows.</exception>
    public static InvertedIndexReader Open(SectionFileReader file, DataType type, int rowCount) => throw new NotImplementedException();

    /// <summary>The number of distinct values.</summary>
    public int ValueCount => throw new NotImplementedException();

    /// <summary>The number of rows whose field is null.</summary>
    public int NullCount => throw new NotImplementedException();

    /// <summary>Adds the rows that hold a value.</summary>
    public void AddEqual(ReadOnlySpan<byte> key, Bitmap into) => throw new NotImplementedException();

    /// <summary>Adds the rows that hold a value between two bounds; a bound that is null is none.</summary>
    public void AddRange(byte[]? min, bool minInclusive, byte[]? max, bool maxInclusive, Bitmap into) => throw new NotImplementedException();

    /// <summary>Adds the rows that hold a string, or bytes, that begin so.</summary>
    public void AddPrefix(ReadOnlySpan<byte> prefix, Bitmap into) => throw new NotImplementedException();

    /// <summary>Adds the rows whose field is null.</summary>
    public void AddNulls(Bitmap into) => throw new NotImplementedException();

    /// <summary>Adds the rows whose array holds a null.</summary>
    public void AddNullElements(Bitmap into) => throw new NotImplementedException();

    /// <summary>How many rows hold a value.</summary>
    public int CountEqual(ReadOnlySpan<byte> key) => throw new NotImplementedException();

    /// <summary>How many rows <see cref="AddRange"/> finds; for an array field an upper bound, as a row counts once for each value that it holds.</summary>
    public long CountRange(byte[]? min, bool minInclusive, byte[]? max, bool maxInclusive) => throw new NotImplementedException();

    /// <summary>How many rows <see cref="AddPrefix"/> finds; for an array field an upper bound.</summary>
    public long CountPrefix(ReadOnlySpan<byte> prefix) => throw new NotImplementedException();
}

using Zvec.Engine.Primitives;

namespace Zvec.Engine.Columns;

/// <summary>Values as bytes that compare, byte by byte from the first, as the values do: one order for indexes, ranges and sorting.</summary>
/// <remarks>
/// Equal values of a type have equal keys: 1.0m and 1.00m, -0.0 and 0.0, all NaNs, a DateTime of any kind, a DateTimeOffset of the same instant.
/// NaN stands behind all other numbers. Keys are compared with <see cref="MemoryExtensions.SequenceCompareTo{T}(ReadOnlySpan{T}, ReadOnlySpan{T})"/>.
/// Array types have no keys; their elements have.
/// </remarks>
internal static class SortKey
{
    /// <summary>The bytes of every key of the type; −1 when keys differ in length (<see cref="DataType.String"/>, <see cref="DataType.Binary"/>, <see cref="DataType.Decimal"/>).</summary>
    public static int Width(DataType type) => throw new NotImplementedException();

    /// <summary>The key of a value of the type's CLR type.</summary>
    public static byte[] Encode(DataType type, object value) => throw new NotImplementedException();

    /// <summary>Appends the key of a row's value, which is not null.</summary>
    public static void Append(ByteWriter key, Column column, int row) => throw new NotImplementedException();
}

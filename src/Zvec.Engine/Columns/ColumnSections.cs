namespace Zvec.Engine.Columns;

/// <summary>The sections of a column file.</summary>
/// <remarks>
/// <code>
/// Header   16 bytes: u32 type, u32 rows, u32 elements of all arrays (else 0), u32 zero
/// Nulls    u64 per 64 rows, lowest row in the lowest bit, 1 for null; left out when no row is null
/// Values   fixed width: the values (see PhysicalTypes), zeros where null; else the bytes of all values, one after another
/// Offsets  strings and byte arrays: i64 per row and one more, where in Values each begins; arrays: i32 likewise, the first element of each
/// </code>
/// An array column has no Values of its own; its elements have Nulls, Values and Offsets with
/// <see cref="ElementOffset"/> added. All numbers are little-endian.
/// </remarks>
internal static class ColumnSections
{
    public const uint Header = 1;
    public const uint Nulls = 2;
    public const uint Values = 3;
    public const uint Offsets = 4;
    public const uint ElementOffset = 16;
    public const int HeaderLength = 16;
}

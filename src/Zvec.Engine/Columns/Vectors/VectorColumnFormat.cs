using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>The file of a vector column.</summary>
/// <remarks>
/// <code>
/// section 1  header: u32 element type, u32 dimensions, u32 1 when rows hold reciprocal norms else 0, u32 stride, u64 number of rows
/// section 2  the rows, one stride each, in the form of VectorRowLayout; in version 1 each ends at a multiple of 64 bytes
/// section 3  only when a row has no vector: a bit a row, 64 a word, set when it has one
/// </code>
/// </remarks>
internal static class VectorColumnFormat
{
    public const FileKind Kind = FileKind.Vectors;
    public const ushort Version = 2;

    public const uint HeaderSection = 1;
    public const uint RowsSection = 2;
    public const uint PresentSection = 3;

    public const int HeaderLength = 24;

    /// <summary>The most dimensions that a vector may have.</summary>
    public const int MaximumDimensions = 20_000;
}

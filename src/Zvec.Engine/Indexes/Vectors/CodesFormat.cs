using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>The file of a vector column's codes.</summary>
/// <remarks>
/// <code>
/// section 1  header: u32 quantization, u32 metric, u32 dimensions, u32 1 when vectors are rotated else 0, u32 stride, u64 number of rows,
///            u64 seed of the rotation, 0 when there is none
/// section 2  the mean: a float a dimension
/// section 3  the codes, one stride each, in the form that the quantizer describes; zeros for a row that has no vector
/// </code>
/// </remarks>
internal static class CodesFormat
{
    public const FileKind Kind = FileKind.Codes;
    public const ushort Version = 1;

    public const uint HeaderSection = 1;
    public const uint MeanSection = 2;
    public const uint RowsSection = 3;

    public const int HeaderLength = 36;
    public const int MaximumDimensions = 1 << 20;
}

using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>The file of an IVF index. Its sections 1 to 3 are those of <see cref="CodesFormat"/>, and missing without codes: the codes of
/// the listed rows, in the order of the lists.</summary>
/// <remarks>
/// <code>
/// section 4  header: u32 metric, u32 dimensions of the vectors, u32 lists, u32 rows, u32 listed rows, f32 scale
/// section 5  the mean of the centroids: a float an element
/// section 6  the centroids: a code each, in the form of CentroidSpace.CentroidCodes
/// section 7  list starts: an i32 a list, the number of rows in all lists before; then the number of listed rows
/// section 8  rows: i32 row numbers, list by list, ascending in each
/// </code>
/// </remarks>
internal static class IvfFormat
{
    public const FileKind Kind = FileKind.Ivf;
    public const ushort Version = 1;

    public const uint HeaderSection = 4;
    public const uint MeanSection = 5;
    public const uint CentroidsSection = 6;
    public const uint StartsSection = 7;
    public const uint RowsSection = 8;

    public const int HeaderLength = 24;
}

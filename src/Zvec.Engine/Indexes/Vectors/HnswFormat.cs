using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>The file of a graph.</summary>
/// <remarks>
/// <code>
/// section 1  header: u32 rows, u32 M, u32 efConstruction, i32 entry point, u32 top level, u32 lists above level 0
/// section 2  levels: a byte a row, the highest level of the node
/// section 3  upper starts: an i32 a row, the sum of the levels of all rows before
/// section 4  links on level 0: 2·M i32 a row, row numbers, then −1 in the places that are free
/// section 5  links above: M i32 a list; the lists of a node from level 1 upwards stand together, beginning at its upper start
/// </code>
/// </remarks>
internal static class HnswFormat
{
    public const FileKind Kind = FileKind.Hnsw;
    public const ushort Version = 1;

    public const uint HeaderSection = 1;
    public const uint LevelsSection = 2;
    public const uint UpperStartsSection = 3;
    public const uint BaseLinksSection = 4;
    public const uint UpperLinksSection = 5;

    public const int HeaderLength = 24;

    /// <summary>The most links that a file may name for a node.</summary>
    public const int MaximumM = 1 << 16;
}

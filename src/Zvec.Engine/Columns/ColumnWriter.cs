using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>Writes a sealed column from rows of other columns: of one in memory, or of several that are merged.</summary>
internal static class ColumnWriter
{
    /// <summary>The newest version of the format.</summary>
    public const ushort Version = 1;

    /// <summary>Writes the sections of a column; the caller finishes the file.</summary>
    public static void Write(SectionFileWriter file, DataType type, IReadOnlyList<ColumnRows> sources) => throw new NotImplementedException();
}

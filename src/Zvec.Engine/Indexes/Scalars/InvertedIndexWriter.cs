using Zvec.Engine.Columns;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>Writes the inverted index of a column: for each value the rows that hold it.</summary>
internal static class InvertedIndexWriter
{
    /// <summary>The newest version of the format.</summary>
    public const ushort Version = 1;

    /// <summary>Writes the sections of the index; the caller finishes the file.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="column">The column; of an array column the elements are indexed.</param>
    /// <param name="rowCount">How many of its rows.</param>
    public static void Write(SectionFileWriter file, Column column, int rowCount) => throw new NotImplementedException();
}

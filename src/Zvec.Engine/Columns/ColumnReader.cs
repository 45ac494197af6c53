using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>Opens a column that <see cref="ColumnWriter"/> wrote, in place.</summary>
internal static class ColumnReader
{
    /// <summary>The column over the mapped bytes, which is valid until the file is disposed.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: the file is not a column of that type and number of rows.</exception>
    public static Column Open(SectionFileReader file, DataType type, int rowCount) => throw new NotImplementedException();
}

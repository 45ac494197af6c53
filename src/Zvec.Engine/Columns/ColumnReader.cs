using Zvec.Engine.Schema;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>Opens a column that <see cref="ColumnWriter"/> wrote, in place.</summary>
internal static class ColumnReader
{
    /// <summary>The column over the mapped bytes, which is valid until the file is disposed.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: the file is not a column of that
    /// type and number of rows.</exception>
    public static Column Open(SectionFileReader file, DataType type, int rowCount)
    {
        ReadOnlySpan<int> header = file.GetSection(ColumnSections.Header).AsSpan<int>(ColumnSections.HeaderLength / sizeof(int));
        if (header[0] != (int)type || header[1] != rowCount)
        {
            throw SectionFileReader.Corrupt(
                file.Path, $"it holds {header[1]} rows of type {(DataType)header[0]} where {rowCount} of type {type} were expected");
        }

        int elementCount = header[2];
        if (elementCount < 0 || (elementCount > 0 && !type.IsArray()))
            throw SectionFileReader.Corrupt(file.Path, $"it names {elementCount} elements of a {type} column");
        if (!type.IsArray())
            return OpenScalars(file, type, rowCount, 0);
        Column elements = OpenScalars(file, type.Element(), elementCount, ColumnSections.ElementOffset);
        var nulls = new MappedNulls(file, ColumnSections.Nulls, rowCount);
        return new MappedArrayColumn(type, file.GetSection(ColumnSections.Offsets), rowCount, elements, elementCount, nulls);
    }

    private static Column OpenScalars(SectionFileReader file, DataType type, int count, uint idOffset)
    {
        var nulls = new MappedNulls(file, ColumnSections.Nulls + idOffset, count);
        Section values = file.GetSection(ColumnSections.Values + idOffset);
        return type.IsFixedWidth()
            ? PhysicalTypes.Dispatch<FixedFactory, Column>(type, new FixedFactory(type, values, count, nulls))
            : new MappedBytesColumn(type, file.GetSection(ColumnSections.Offsets + idOffset), values, count, nulls);
    }

    private readonly struct FixedFactory(DataType type, Section values, int count, MappedNulls nulls) : IPhysicalVisitor<Column>
    {
        public Column Visit<T>()
            where T : unmanaged
            => new MappedFixedColumn<T>(type, values, count, nulls);
    }
}

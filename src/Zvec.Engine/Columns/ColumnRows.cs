namespace Zvec.Engine.Columns;

/// <summary>Rows to be gathered from one column.</summary>
/// <param name="Column">The column; null when the field came later than the segment, so that all rows are null.</param>
/// <param name="Rows">The rows, in the order in which they are to be written.</param>
internal readonly record struct ColumnRows(Column? Column, ReadOnlyMemory<int> Rows);

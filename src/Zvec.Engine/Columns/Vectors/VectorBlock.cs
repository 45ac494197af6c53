namespace Zvec.Engine.Columns;

/// <summary>Rows of a vector column that lie one after another in memory.</summary>
/// <param name="pointer">The first row's address.</param>
/// <param name="firstRow">The first row's number in the column.</param>
/// <param name="count">The number of rows.</param>
internal readonly unsafe struct VectorBlock(byte* pointer, int firstRow, int count)
{
    public byte* Pointer => pointer;

    public int FirstRow => firstRow;

    public int Count => count;
}

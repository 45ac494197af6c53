using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Some rows of a column, all with vectors, in an order of their own; the column stays with its owner.</summary>
internal sealed unsafe class ListedVectors(VectorColumn column, ReadOnlyMemory<int> rows) : VectorColumn
{
    public override VectorRowLayout Layout => column.Layout;

    public override int Count => rows.Length;

    public override Bitmap? PresentUpTo(int count) => null;

    public override bool HasVector(int row) => true;

    public override VectorBlock BlockAt(int row) => new(column.BlockAt(rows.Span[row]).Pointer, row, 1);

    public override void Dispose()
    {
    }
}

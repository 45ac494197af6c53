using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Columns;

/// <summary>Gathers arrays: all their elements in one builder, and where each array ends.</summary>
internal sealed class ArrayColumnBuilder : ColumnBuilder
{
    private readonly ColumnBuilder _elements;
    private readonly GrowingColumn _column;

    public ArrayColumnBuilder(DataType type)
    {
        _elements = Create(type.Element());
        _column = new GrowingColumn(type, _elements.Column);
    }

    public override Column Column => _column;

    public override int Count => _column.Ends.Count;

    public override long MemoryBytes => _elements.MemoryBytes + _column.Ends.AllocatedBytes + _column.Nulls.MemoryBytes;

    public override void Append(object? value)
    {
        if (value is null)
        {
            _column.Nulls.Set(Count);
        }
        else
        {
            var array = (Array)value;
            if (array.Length > int.MaxValue - _elements.Count)
                throw TooManyElements(_column.Type);
            _elements.AppendEach(array);
        }

        _column.Ends.Add(_elements.Count);
    }

    internal static ZvecException TooManyElements(DataType type) => new(
        ZvecErrorCode.ResourceExhausted,
        $"The arrays of a {type} field have more than {int.MaxValue} elements in one segment. Use smaller segments.");

    private sealed class GrowingColumn(DataType type, Column elements) : ArrayColumn
    {
        public ChunkedList<int> Ends { get; } = new();

        public NullBits Nulls { get; } = new();

        public override DataType Type => type;

        public override Column Elements => elements;

        public override bool HasNulls => Nulls.Any;

        public override bool IsNull(int row) => Nulls[row];

        public override void Range(int row, out int start, out int length)
        {
            start = row == 0 ? 0 : Ends[row - 1];
            length = Ends[row] - start;
        }

        public override ReadOnlySpan<ulong> NullWords(int firstWord, int count) => Nulls.Words(firstWord, count);
    }
}

using Zvec.Engine.Primitives;

namespace Zvec.Engine.Columns;

/// <summary>Gathers values that all take the same number of bytes.</summary>
internal sealed class FixedColumnBuilder<T>(DataType type) : ColumnBuilder
    where T : unmanaged
{
    private readonly GrowingColumn _column = new(type);

    public override Column Column => _column;

    public override int Count => _column.Values.Count;

    public override long MemoryBytes => _column.Values.AllocatedBytes + _column.Nulls.MemoryBytes;

    public override void Append(object? value)
    {
        if (value is null)
        {
            _column.Nulls.Set(Count);
            _column.Values.Add(default);
        }
        else
        {
            _column.Values.Add(PhysicalTypes.FromObject<T>(type, value));
        }
    }

    public override void AppendEach(Array values)
    {
        // compared exactly, because to the runtime an int[] is a uint[] too
        if (values.GetType() != typeof(T[]))
        {
            base.AppendEach(values);
            return;
        }

        foreach (T value in (T[])values)
            _column.Values.Add(value);
    }

    private sealed class GrowingColumn(DataType type) : FixedColumn<T>
    {
        public ChunkedList<T> Values { get; } = new();

        public NullBits Nulls { get; } = new();

        public override DataType Type => type;

        public override bool HasNulls => Nulls.Any;

        public override T this[int row] => Values[row];

        public override bool IsNull(int row) => Nulls[row];

        public override ReadOnlySpan<T> Run(int start, int count) => Values.Run(start, count);

        public override ReadOnlySpan<ulong> NullWords(int firstWord, int count) => Nulls.Words(firstWord, count);
    }
}

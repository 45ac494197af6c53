using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>A sealed column of values that all take the same number of bytes.</summary>
internal sealed class MappedFixedColumn<T> : FixedColumn<T>
    where T : unmanaged
{
    private readonly Section _values;
    private readonly int _count;
    private readonly MappedNulls _nulls;

    public MappedFixedColumn(DataType type, Section values, int count, MappedNulls nulls)
    {
        Type = type;
        _values = values;
        _count = count;
        _nulls = nulls;
        CheckValues();
    }

    public override DataType Type { get; }

    public override bool HasNulls => _nulls.Any;

    public override T this[int row] => _values.Read<T>(row);

    public override bool IsNull(int row) => _nulls[row];

    public override ReadOnlySpan<T> Run(int start, int count) => _values.AsSpan<T>(_count).Slice(start, Math.Min(count, _count - start));

    public override ReadOnlySpan<ulong> NullWords(int firstWord, int count) => _nulls.Words(firstWord, count);

    /// <summary>Looks once at values that could not be turned into CLR values later.</summary>
    private void CheckValues()
    {
        ReadOnlySpan<T> values = _values.AsSpan<T>(_count);
        if (PhysicalTypes.AllBitsAreValues(Type))
            return;
        for (int row = 0; row < values.Length; row++)
        {
            if (!PhysicalTypes.IsValid(Type, values[row]))
                throw SectionFileReader.Corrupt(_values.Path, $"the value in row {row} is not a {Type}");
        }
    }
}

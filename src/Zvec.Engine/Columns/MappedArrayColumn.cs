using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>A sealed column of arrays.</summary>
internal sealed class MappedArrayColumn : ArrayColumn
{
    private readonly Section _offsets;
    private readonly MappedNulls _nulls;

    public MappedArrayColumn(DataType type, Section offsets, int count, Column elements, int elementCount, MappedNulls nulls)
    {
        Type = type;
        Elements = elements;
        _offsets = offsets;
        _nulls = nulls;
        CheckOffsets(count, elementCount);
    }

    public override DataType Type { get; }

    public override Column Elements { get; }

    public override bool HasNulls => _nulls.Any;

    public override bool IsNull(int row) => _nulls[row];

    public override void Range(int row, out int start, out int length)
    {
        start = _offsets.Read<int>(row);
        length = _offsets.Read<int>(row + 1L) - start;
    }

    public override ReadOnlySpan<ulong> NullWords(int firstWord, int count) => _nulls.Words(firstWord, count);

    private void CheckOffsets(int count, int elementCount)
    {
        ReadOnlySpan<int> all = _offsets.AsSpan<int>(checked(count + 1));
        if (all[0] != 0 || all[count] != elementCount)
        {
            throw SectionFileReader.Corrupt(
                _offsets.Path, $"arrays from element {all[0]} to {all[count]} do not span {elementCount} elements");
        }

        for (int row = 0; row < count; row++)
        {
            if (all[row + 1] < all[row])
                throw SectionFileReader.Corrupt(_offsets.Path, $"the array in row {row} reaches from element {all[row]} to {all[row + 1]}");
        }
    }
}

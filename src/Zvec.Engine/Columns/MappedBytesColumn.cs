using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>A sealed column of strings or byte arrays.</summary>
internal sealed class MappedBytesColumn : BytesColumn
{
    private readonly Section _offsets;
    private readonly Section _values;
    private readonly MappedNulls _nulls;

    public MappedBytesColumn(DataType type, Section offsets, Section values, int count, MappedNulls nulls)
    {
        Type = type;
        _offsets = offsets;
        _values = values;
        _nulls = nulls;
        CheckOffsets(offsets, values, count);
    }

    public override DataType Type { get; }

    public override bool HasNulls => _nulls.Any;

    public override bool IsNull(int row) => _nulls[row];

    public override ReadOnlySpan<byte> Bytes(int row)
    {
        long start = _offsets.Read<long>(row);
        return _values.Slice(start, (int)(_offsets.Read<long>(row + 1L) - start));
    }

    public override ReadOnlySpan<ulong> NullWords(int firstWord, int count) => _nulls.Words(firstWord, count);

    /// <summary>Checks that offsets ascend from the start of the bytes to their end, no value longer than an array can be.</summary>
    public static void CheckOffsets(Section offsets, Section values, int count)
    {
        ReadOnlySpan<long> all = offsets.AsSpan<long>(checked(count + 1));
        if (all[0] != 0 || all[count] != values.Length)
        {
            throw SectionFileReader.Corrupt(
                offsets.Path, $"offsets from {all[0]} to {all[count]} do not span the {values.Length} bytes that they are for");
        }

        for (int row = 0; row < count; row++)
        {
            // one comparison finds both a step back and one too far
            if ((ulong)(all[row + 1] - all[row]) > (ulong)Array.MaxLength)
                throw SectionFileReader.Corrupt(offsets.Path, $"value {row} reaches from byte {all[row]} to {all[row + 1]}");
        }
    }
}

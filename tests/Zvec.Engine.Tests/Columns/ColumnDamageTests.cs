using CsCheck;
using Zvec.Engine.Columns;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Columns;

public sealed class ColumnDamageTests
{
    public static TheoryData<DataType> AllTypes => ColumnValues.AllTypes;

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void A_flipped_bit_is_reported_or_harmless_even_where_checksums_are_not_checked(DataType type)
    {
        byte[] content = Sample(type, out int rowCount);
        for (int at = 0; at < content.Length; at++)
        {
            byte[] damaged = [.. content];
            damaged[at] ^= (byte)(1 << (at % 8));
            ReadAll(damaged, type, rowCount, verify: false);
            damaged[at] = (byte)~content[at];
            ReadAll(damaged, type, rowCount, verify: false);
        }
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Sections_full_of_lies_are_reported_or_harmless(DataType type)
    {
        byte[] content = Sample(type, out int rowCount);
        byte[] fillings = [0, 1, 0x7F, 0x80, 0xFF];
        Gen.Select(Gen.Int[64, content.Length - 1], Gen.Int[0, fillings.Length - 1], Gen.Int[1, 40]).Sample(
            (at, filling, count) =>
            {
                byte[] damaged = [.. content];
                damaged.AsSpan(at, Math.Min(count, damaged.Length - at)).Fill(fillings[filling]);
                ReadAll(damaged, type, rowCount, verify: false);
            },
            iter: 300);
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void A_cut_file_is_reported(DataType type)
    {
        byte[] content = Sample(type, out int rowCount);
        for (int length = 0; length < content.Length; length += 7)
            Assert.NotNull(ReadAll(content[..length], type, rowCount, verify: true));
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Sections_that_are_missing_or_too_short_or_too_long_are_reported(DataType type)
    {
        byte[] content = Sample(type, out int rowCount);
        using SectionFileReader whole = SectionBytes.Open(content, FileKind.Column, ColumnWriter.Version);
        uint[] ids = [.. Enumerable.Range(0, 32).Select(id => (uint)id).Where(whole.HasSection)];
        foreach (uint changed in ids)
        {
            foreach (int change in new[] { -1, 1, -8, 8, int.MinValue })
            {
                // a column without nulls has no such section
                if (change == int.MinValue && changed % ColumnSections.ElementOffset == ColumnSections.Nulls)
                    continue;
                byte[] damaged = SectionBytes.Write(FileKind.Column, ColumnWriter.Version, file =>
                {
                    foreach (uint id in ids)
                    {
                        byte[] bytes = Bytes(whole.GetSection(id));
                        if (id == changed && change == int.MinValue)
                            continue;
                        if (id == changed)
                            Array.Resize(ref bytes, Math.Max(0, bytes.Length + change));
                        file.WriteSection(id, bytes);
                    }
                });
                Assert.NotNull(ReadAll(damaged, type, rowCount, verify: true));
            }
        }
    }

    [Fact]
    public void Another_type_or_number_of_rows_is_reported()
    {
        byte[] content = Sample(DataType.Int32, out int rowCount);
        Assert.NotNull(ReadAll(content, DataType.UInt32, rowCount, verify: true));
        Assert.NotNull(ReadAll(content, DataType.Int32, rowCount + 1, verify: true));
        Assert.NotNull(ReadAll(content, DataType.Int32Array, rowCount, verify: true));
        Assert.Null(ReadAll(content, DataType.Int32, rowCount, verify: true));
    }

    private static byte[] Sample(DataType type, out int rowCount)
    {
        object?[] values = ColumnValues.Small(type, 40);
        rowCount = values.Length;
        return ColumnValues.Seal(type, values);
    }

    private static byte[] Bytes(Section section) => section.Slice(0, (int)section.Length).ToArray();

    /// <summary>Reads all there is; an exception other than the one for damage fails the test.</summary>
    private static ZvecException? ReadAll(byte[] content, DataType type, int rowCount, bool verify)
    {
        try
        {
            using SectionFileReader file = SectionBytes.Open(content, FileKind.Column, ColumnWriter.Version, verify);
            Column column = ColumnReader.Open(file, type, rowCount);
            for (int row = 0; row < rowCount; row++)
                column.GetValue(row);
            return null;
        }
        catch (ZvecException e)
        {
            Assert.True(e.Code is ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat);
            return e;
        }
    }
}

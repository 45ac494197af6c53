using CsCheck;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Columns;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Indexes.Scalars;

public sealed class InvertedIndexTests
{
    public static TheoryData<DataType> AllTypes => ColumnValues.AllTypes;

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Rows_are_found_as_a_look_at_every_row_finds_them(DataType type)
    {
        DataType element = type.IsArray() ? type.Element() : type;
        Gen.Select(ColumnValues.Nullable(type).Array[0, 120], ColumnValues.Of(element).Array[4]).Sample(
            (values, probes) =>
            {
                using SectionFileReader file = Index(type, values);
                InvertedIndexReader index = InvertedIndexReader.Open(file, type, values.Length);
                Assert.Equal(values.Count(value => value is null), index.NullCount);
                AssertRows(values, value => value is null, index.AddNulls);
                AssertRows(values, value => type.IsArray() && Elements(type, value).Contains(null), index.AddNullElements);
                foreach (object probe in probes.Concat(values.SelectMany(value => Elements(type, value)).OfType<object>().Take(6)))
                    CheckEqual(index, type, values, probe);
                CheckRange(index, type, values, null, false, null, false);
                CheckRange(index, type, values, probes[0], true, null, false);
                CheckRange(index, type, values, probes[0], false, null, true);
                CheckRange(index, type, values, null, true, probes[0], true);
                CheckRange(index, type, values, null, false, probes[1], false);
                CheckRange(index, type, values, probes[0], true, probes[1], false);
                CheckRange(index, type, values, probes[2], false, probes[3], true);
                CheckRange(index, type, values, probes[1], true, probes[1], true);
            },
            iter: 50);
    }

    [Theory]
    [InlineData(DataType.String)]
    [InlineData(DataType.StringArray)]
    [InlineData(DataType.Binary)]
    public void Prefixes_are_found_as_a_look_at_every_row_finds_them(DataType type)
    {
        DataType element = type.IsArray() ? type.Element() : type;
        Gen.Select(ColumnValues.Nullable(type).Array[0, 120], ColumnValues.Of(element), Gen.Int[0, 3]).Sample(
            (values, probe, length) =>
            {
                using SectionFileReader file = Index(type, values);
                InvertedIndexReader index = InvertedIndexReader.Open(file, type, values.Length);
                byte[] key = SortKey.Encode(element, probe);
                key = key[..Math.Min(length, key.Length)];
                int found = AssertRows(
                    values,
                    value => Elements(type, value).Any(one => one is not null && SortKey.Encode(element, one).AsSpan().StartsWith(key)),
                    into => index.AddRows(index.FindPrefix(key), into));
                AssertCount(type, found, index.CountRows(index.FindPrefix(key)));
            },
            iter: 100);
    }

    [Fact]
    public void Long_and_short_lists_are_found()
    {
        // a value in half of all rows, one in a tenth, one in a thousandth, and many in one row each
        const int Count = 100_000;
        object?[] values =
        [
            .. Enumerable.Range(0, Count).Select(row => (object?)(row % 2 == 0 ? -1 : row % 10 == 1 ? -2 : row % 1000 == 3 ? -3 : row)),
        ];
        using SectionFileReader file = Index(DataType.Int32, values);
        InvertedIndexReader index = InvertedIndexReader.Open(file, DataType.Int32, Count);
        Assert.Equal(Count / 2, CheckEqual(index, DataType.Int32, values, -1));
        Assert.Equal(Count / 10, CheckEqual(index, DataType.Int32, values, -2));
        Assert.Equal(Count / 1000, CheckEqual(index, DataType.Int32, values, -3));
        Assert.Equal(1, CheckEqual(index, DataType.Int32, values, 99_999));
        Assert.Equal(0, CheckEqual(index, DataType.Int32, values, 100_000));
        CheckRange(index, DataType.Int32, values, -2, true, 70_000, true);
        CheckRange(index, DataType.Int32, values, 10, false, null, true);
        Assert.Equal(index.ValueCount, values.Distinct().Count());
    }

    [Fact]
    public void Distinct_values_can_be_walked_in_order()
    {
        object?[] values = ["pear", "apple", null, "apple", "fig", ""];
        using SectionFileReader file = Index(DataType.String, values);
        InvertedIndexReader index = InvertedIndexReader.Open(file, DataType.String, values.Length);
        string[] walked = [.. Enumerable.Range(0, index.ValueCount).Select(i => System.Text.Encoding.UTF8.GetString(index.KeyAt(i)))];
        Assert.Equal(["", "apple", "fig", "pear"], walked);
        var into = new Bitmap(values.Length);
        index.AddValue(1, into);
        Assert.Equal(0b1010UL, into.Words[0]);
    }

    [Fact]
    public void No_range_holds_NaN()
    {
        object?[] values = [double.NaN, 1d, double.PositiveInfinity, null];
        using SectionFileReader file = Index(DataType.Float64, values);
        InvertedIndexReader index = InvertedIndexReader.Open(file, DataType.Float64, values.Length);
        byte[] nan = SortKey.Encode(DataType.Float64, double.NaN);
        byte[] one = SortKey.Encode(DataType.Float64, 1d);
        Assert.Equal(2, index.CountRows(index.FindRange(null, false, null, false)));
        Assert.Equal(1, index.CountRows(index.FindRange(one, false, null, false)));
        Assert.Equal(0, index.CountRows(index.FindRange(one, true, nan, true)));
        Assert.Equal(0, index.CountRows(index.FindRange(nan, true, null, true)));
        Assert.Equal(1, index.CountRows(index.FindEqual([nan])));
    }

    [Fact]
    public void Many_keys_are_found_together()
    {
        var random = new Random(4);
        object?[] values = [.. Enumerable.Range(0, 5_000).Select(_ => (object?)random.Next(20_000))];
        using SectionFileReader file = Index(DataType.Int32, values);
        InvertedIndexReader index = InvertedIndexReader.Open(file, DataType.Int32, values.Length);
        foreach (int count in new[] { 0, 1, 2, 3, 100, 3_000 })
        {
            HashSet<int> wanted = [.. Enumerable.Range(0, count).Select(_ => random.Next(-5, 20_005))];
            byte[][] keys = [.. wanted.Order().Select(key => SortKey.Encode(DataType.Int32, key))];
            int found = AssertRows(values, value => wanted.Contains((int)value!), into => index.AddRows(index.FindEqual(keys), into));
            Assert.Equal(found, index.CountRows(index.FindEqual(keys)));
            AssertRows(
                values,
                value => !wanted.Contains((int)value!),
                into => index.AddRows(index.FindEqual(keys).Not(index.ValueCount), into));
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(70_000)]
    public void Lists_of_every_form_are_read_row_by_row(int count)
    {
        object?[] values = [.. Enumerable.Range(0, count).Select(row => (object?)(row % 3 == 0 ? 0 : row % 50 == 1 ? 1 : row % 7))];
        using SectionFileReader file = Index(DataType.Int32, values);
        InvertedIndexReader index = InvertedIndexReader.Open(file, DataType.Int32, count);
        var rows = new List<int>();
        for (int value = 0; value < index.ValueCount; value++)
        {
            index.ReadRows(value, rows);
            Assert.Equal(Enumerable.Range(0, count).Where(row => (int)values[row]! == value), rows);
            Assert.Equal(rows.Count, index.CountAt(value));
        }
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void A_column_of_nulls_can_be_indexed(DataType type)
    {
        byte[] content = SectionBytes.Write(
            FileKind.InvertedIndex, InvertedIndexWriter.Version, file => InvertedIndexWriter.Write(file, new NullColumn(type, 70), 70));
        using SectionFileReader file = SectionBytes.Open(content, FileKind.InvertedIndex, InvertedIndexWriter.Version);
        InvertedIndexReader index = InvertedIndexReader.Open(file, type, 70);
        Assert.Equal(0, index.ValueCount);
        var nulls = new Bitmap(70);
        index.AddNulls(nulls);
        Assert.Equal(70, nulls.CountSet());
    }

    [Fact]
    public void A_bitmap_of_another_length_is_refused()
    {
        using SectionFileReader file = Index(DataType.Bool, [true, false]);
        InvertedIndexReader index = InvertedIndexReader.Open(file, DataType.Bool, 2);
        Assert.Throws<ArgumentException>(() => AddEqual(index, SortKey.Encode(DataType.Bool, true), new Bitmap(3)));
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Damage_is_reported_or_harmless_even_where_checksums_are_not_checked(DataType type)
    {
        object?[] values = ColumnValues.Small(type, 70);
        byte[] content = Content(type, values);
        Assert.Null(ReadAll(content, type, values.Length, verify: true));
        for (int at = 0; at < content.Length; at++)
        {
            byte[] damaged = [.. content];
            damaged[at] ^= (byte)(1 << (at % 8));
            ReadAll(damaged, type, values.Length, verify: false);
            damaged[at] = (byte)~content[at];
            ReadAll(damaged, type, values.Length, verify: false);
            if (at % 64 == 0)
            {
                damaged.AsSpan(at, Math.Min(32, damaged.Length - at)).Fill(0xFF);
                ReadAll(damaged, type, values.Length, verify: false);
                Assert.NotNull(ReadAll(content[..at], type, values.Length, verify: true));
            }
        }
    }

    [Fact]
    public void Another_type_or_number_of_rows_is_reported()
    {
        byte[] content = Content(DataType.Int32, [1, 2, 3]);
        Assert.NotNull(ReadAll(content, DataType.UInt32, 3, verify: true));
        Assert.NotNull(ReadAll(content, DataType.Int32Array, 3, verify: true));
        Assert.NotNull(ReadAll(content, DataType.Int32, 4, verify: true));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_001)]
    public void Lists_that_lie_about_their_rows_are_refused(int rowCount)
    {
        foreach (int count in new[] { 1, Math.Min(21, rowCount), Math.Max(1, rowCount / 9), rowCount / 8, (rowCount / 8) + 1, rowCount })
        {
            int[] all = [.. Enumerable.Range(0, count).Select(i => rowCount - count + i)];
            var bytes = new ByteWriter();
            PostingList.Write(all, rowCount, bytes);
            var into = new Bitmap(rowCount);
            Assert.True(PostingList.TryAddTo(bytes.Written, count, into));
            Assert.Equal(count, into.CountSet());
            Assert.True(into[rowCount - 1]);
            Assert.False(PostingList.TryAddTo(bytes.Written[..^1], count, into));
            bytes.WriteByte(0);
            Assert.False(PostingList.TryAddTo(bytes.Written, count, into));
        }

        var past = new ByteWriter();
        past.WriteInt32(rowCount);
        Assert.False(PostingList.TryAddTo(past.Written, 1, new Bitmap(rowCount)));
        past.Clear();
        past.WriteInt32(-1);
        Assert.False(PostingList.TryAddTo(past.Written, 1, new Bitmap(rowCount)));
    }

    [Fact]
    public void Chunks_that_lie_are_refused()
    {
        const int RowCount = 65_536 + 100;
        int[] rows = [.. Enumerable.Range(0, 100).Select(i => i * 662)];
        Assert.False(PostingList.IsPlain(rows.Length, RowCount));
        var bytes = new ByteWriter();
        PostingList.Write(rows, RowCount, bytes);
        Assert.True(PostingList.TryAddTo(bytes.Written, rows.Length, new Bitmap(RowCount)));
        byte[] whole = bytes.Written.ToArray();
        foreach ((int at, byte value) in new (int, byte)[] { (0, 101), (3, 0xFF), (4, 99), (4, 101), (whole.Length - 2, 100),
            (whole.Length - 1, 0xFF) })
        {
            byte[] damaged = [.. whole];
            damaged[at] = value;
            Assert.False(PostingList.TryAddTo(damaged, rows.Length, new Bitmap(RowCount)), $"byte {at}");
        }
    }

    [Fact]
    public void Lists_of_version_1_are_read()
    {
        var bytes = new ByteWriter();
        foreach (uint difference in new uint[] { 5, 1, 127, 128, 16_384 })
            bytes.WriteVarint(difference);
        int[] rows = [5, 6, 133, 261, 16_645];
        var into = new Bitmap(20_000);
        Assert.True(VarintPostingList.TryAddTo(bytes.Written, rows.Length, into));
        Assert.Equal(rows, Enumerable.Range(0, into.Length).Where(row => into[row]));
        var read = new List<int>();
        Assert.True(VarintPostingList.TryRead(bytes.Written, rows.Length, into.Length, read));
        Assert.Equal(rows, read);
        Assert.False(VarintPostingList.TryAddTo(bytes.Written, rows.Length, new Bitmap(16_645)));
        Assert.False(VarintPostingList.TryAddTo([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], 1, new Bitmap(1_000)));
    }

    private static byte[] Content(DataType type, object?[] values) => SectionBytes.Write(
        FileKind.InvertedIndex,
        InvertedIndexWriter.Version,
        file => InvertedIndexWriter.Write(file, ColumnValues.Build(type, values).Column, values.Length));

    private static SectionFileReader Index(DataType type, object?[] values) =>
        SectionBytes.Open(Content(type, values), FileKind.InvertedIndex, InvertedIndexWriter.Version);

    private static IEnumerable<object?> Elements(DataType type, object? value) =>
        value is null ? [] : type.IsArray() ? ((Array)value).Cast<object?>() : [value];

    private static bool IsNaN(object value) => value is float.NaN or double.NaN;

    private static int CheckEqual(InvertedIndexReader index, DataType type, object?[] values, object probe)
    {
        byte[] key = SortKey.Encode(type.IsArray() ? type.Element() : type, probe);
        int found = AssertRows(
            values,
            value => Elements(type, value).Any(one => one is not null && ColumnValues.Compare(one, probe) == 0),
            into => AddEqual(index, key, into));
        Assert.Equal(found, index.CountRows(index.FindEqual([key])));
        return found;
    }

    private static void CheckRange(
        InvertedIndexReader index, DataType type, object?[] values, object? min, bool minInclusive, object? max, bool maxInclusive)
    {
        DataType element = type.IsArray() ? type.Element() : type;
        byte[]? minKey = min is null ? null : SortKey.Encode(element, min);
        byte[]? maxKey = max is null ? null : SortKey.Encode(element, max);
        int found = AssertRows(
            values,
            value => Elements(type, value).Any(one => one is not null && IsInside(one)),
            into => index.AddRows(index.FindRange(minKey, minInclusive, maxKey, maxInclusive), into));
        AssertCount(type, found, index.CountRows(index.FindRange(minKey, minInclusive, maxKey, maxInclusive)));

        bool IsInside(object one)
        {
            if (IsNaN(one) || (min is not null && IsNaN(min)) || (max is not null && IsNaN(max)))
                return false;
            return (min is null || ColumnValues.Compare(one, min) >= (minInclusive ? 0 : 1))
                && (max is null || ColumnValues.Compare(one, max) <= (maxInclusive ? 0 : -1));
        }
    }

    private static void AddEqual(InvertedIndexReader index, byte[] key, Bitmap into) => index.AddRows(index.FindEqual([key]), into);

    private static void AssertCount(DataType type, int found, long count)
    {
        if (type.IsArray())
            Assert.True(count >= found);
        else
            Assert.Equal(found, count);
    }

    private static int AssertRows(object?[] values, Func<object?, bool> matches, Action<Bitmap> add)
    {
        var into = new Bitmap(values.Length);
        add(into);
        for (int row = 0; row < values.Length; row++)
            Assert.True(matches(values[row]) == into[row], $"Row {row}, {ColumnValues.Print(values[row])}");
        return into.CountSet();
    }

    private static ZvecException? ReadAll(byte[] content, DataType type, int rowCount, bool verify)
    {
        try
        {
            using SectionFileReader file = SectionBytes.Open(content, FileKind.InvertedIndex, InvertedIndexWriter.Version, verify);
            InvertedIndexReader index = InvertedIndexReader.Open(file, type, rowCount);
            var into = new Bitmap(rowCount);
            index.AddNulls(into);
            index.AddNullElements(into);
            index.AddRows(index.FindRange(null, true, null, true), into);
            var rows = new List<int>();
            for (int value = 0; value < index.ValueCount; value++)
            {
                AddEqual(index, index.KeyAt(value).ToArray(), into);
                index.CountRows(index.FindPrefix(index.KeyAt(value)));
                index.ReadRows(value, rows);
            }

            return null;
        }
        catch (ZvecException e)
        {
            Assert.True(e.Code is ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat);
            return e;
        }
    }
}

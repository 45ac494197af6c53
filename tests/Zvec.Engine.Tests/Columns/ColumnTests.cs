using CsCheck;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Columns;

public sealed class ColumnTests
{
    public static TheoryData<DataType> AllTypes => ColumnValues.AllTypes;

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Values_come_back_from_memory_and_from_a_file(DataType type) =>
        ColumnValues.Nullable(type).Array[0, 150].Sample(
            values =>
            {
                ColumnBuilder builder = ColumnValues.Build(type, values);
                Assert.Equal(values.Length, builder.Count);
                Assert.Equal(type, builder.Column.Type);
                ColumnValues.AssertHolds(values, builder.Column);
                using SectionFileReader file = Open(ColumnValues.Seal(type, values));
                Column column = ColumnReader.Open(file, type, values.Length);
                Assert.Equal(type, column.Type);
                Assert.Equal(values.Contains(null), column.HasNulls);
                ColumnValues.AssertHolds(values, column);
            },
            iter: 60);

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Merging_gathers_the_rows_asked_for(DataType type)
    {
        Gen<object?[]> column = ColumnValues.Nullable(type).Array[1, 120];
        Gen<(object?[] Values, int[] Rows, int Form)> source = Gen.Select(column, Gen.Int[0, 3]).SelectMany(
            (values, form) => Gen.Select(Gen.Int[0, values.Length - 1].Array[0, 80], Gen.Bool).Select(
                (rows, ascending) => (values, ascending ? [.. rows.Distinct().Order()] : rows, form)));
        source.Array[0, 4].Sample(
            sources =>
            {
                var files = new List<SectionFileReader>();
                var gathered = new List<ColumnRows>();
                var expected = new List<object?>();
                foreach ((object?[] values, int[] rows, int form) in sources)
                {
                    Column? gatheredFrom = form switch
                    {
                        0 => null,
                        1 => new NullColumn(type, values.Length),
                        2 => ColumnValues.Build(type, values).Column,
                        _ => Mapped(values),
                    };
                    gathered.Add(new ColumnRows(gatheredFrom, rows));
                    expected.AddRange(rows.Select(row => form < 2 ? null : values[row]));
                }

                using SectionFileReader merged = Open(ColumnValues.Seal(type, [.. gathered]));
                ColumnValues.AssertHolds(expected, ColumnReader.Open(merged, type, expected.Count));
                files.ForEach(file => file.Dispose());

                Column Mapped(object?[] values)
                {
                    files.Add(Open(ColumnValues.Seal(type, values)));
                    return ColumnReader.Open(files[^1], type, values.Length);
                }
            },
            iter: 40);
    }

    [Fact]
    public void Runs_cover_a_column_of_several_chunks()
    {
        const int Count = (3 * ChunkedList<int>.ChunkLength) + 17;
        object?[] values = [.. Enumerable.Range(0, Count).Select(row => row % 5000 == 4097 ? (object?)null : row)];
        using SectionFileReader file = Open(ColumnValues.Seal(DataType.Int32, values));
        foreach (Column column in new[] { ColumnValues.Build(DataType.Int32, values).Column,
            ColumnReader.Open(file, DataType.Int32, Count) })
        {
            var numbers = (FixedColumn<int>)column;
            for (int row = 0; row < Count;)
            {
                ReadOnlySpan<int> run = numbers.Run(row, Count - row);
                Assert.InRange(run.Length, 1, Count - row);
                for (int i = 0; i < run.Length; i++)
                    Assert.Equal(column.IsNull(row + i) ? 0 : row + i, run[i]);
                row += run.Length;
            }

            ColumnValues.AssertHolds(values, column);
        }
    }

    [Theory]
    [InlineData(DataType.String)]
    [InlineData(DataType.Binary)]
    public void Values_longer_than_a_chunk_come_back(DataType type)
    {
        int[] lengths = [0, 5, 4096, 1, 8191, 8192, 8193, 65_535, 65_536, 3, 300_000, 0, 7];
        object?[] values = [.. lengths.Select((length, i) => type == DataType.Binary
            ? (object?)Enumerable.Repeat((byte)i, length).ToArray()
            : new string((char)('a' + i), length))];
        ColumnValues.AssertHolds(values, ColumnValues.Build(type, values).Column);
        using SectionFileReader file = Open(ColumnValues.Seal(type, values));
        ColumnValues.AssertHolds(values, ColumnReader.Open(file, type, values.Length));
    }

    [Fact]
    public void A_reader_sees_every_published_row_while_rows_are_appended()
    {
        const int Count = 60_000;
        ColumnBuilder numbers = ColumnBuilder.Create(DataType.Int64);
        ColumnBuilder texts = ColumnBuilder.Create(DataType.String);
        ColumnBuilder arrays = ColumnBuilder.Create(DataType.StringArray);
        int published = 0;
        var reader = new Thread(Read) { IsBackground = true };
        Exception? failure = null;
        reader.Start();
        for (int row = 0; row < Count; row++)
        {
            bool isNull = row % 7 == 3;
            numbers.Append(isNull ? null : (long)row);
            texts.Append(isNull ? null : row.ToString());
            arrays.Append(isNull ? null : new[] { row.ToString(), null });
            Volatile.Write(ref published, row + 1);
        }

        reader.Join();
        Assert.Null(failure);

        void Read()
        {
            try
            {
                var random = new Random(1);
                for (int count = 0; count < Count;)
                {
                    count = Volatile.Read(ref published);
                    for (int i = 0; i < 50 && count > 0; i++)
                        CheckRow(i < 25 ? count - 1 - Math.Min(i, count - 1) : random.Next(count));
                }
            }
            catch (Exception e)
            {
                failure = e;
            }
        }

        void CheckRow(int row)
        {
            bool isNull = row % 7 == 3;
            Assert.Equal(isNull ? null : (object)(long)row, numbers.Column.GetValue(row));
            Assert.Equal(isNull ? null : row.ToString(), texts.Column.GetValue(row));
            Assert.Equal(isNull ? null : new[] { row.ToString(), null }, (string?[]?)arrays.Column.GetValue(row));
        }
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Memory_grows_with_the_values(DataType type)
    {
        ColumnBuilder builder = ColumnBuilder.Create(type);
        object value = ColumnValues.Small(type, 1)[0]!;
        for (int row = 0; row < 10_000; row++)
            builder.Append(value);
        Assert.True(builder.MemoryBytes >= 10_000);
    }

    [Theory]
    [InlineData(KeyType.String, "k")]
    [InlineData(KeyType.Int32, 5)]
    [InlineData(KeyType.Int64, 5L)]
    [InlineData(KeyType.UInt64, 5UL)]
    public void Keys_are_columns(KeyType keyType, object key) =>
        Assert.Equal(key.GetType(), PhysicalTypes.OfKey(keyType).ClrType());

    [Fact]
    public void Guid_bytes_order_as_guids() =>
        Gen.Select(ColumnValues.Of(DataType.Guid), ColumnValues.Of(DataType.Guid)).Sample((left, right) =>
        {
            var (a, b) = (new GuidBytes((Guid)left), new GuidBytes((Guid)right));
            Assert.Equal(Math.Sign(((Guid)left).CompareTo((Guid)right)), Math.Sign(a.CompareTo(b)));
            Assert.Equal(left.Equals(right), a == b);
            Assert.Equal(left, a.ToGuid());
        });

    private static SectionFileReader Open(byte[] content) => SectionBytes.Open(content, FileKind.Column, ColumnWriter.Version);
}

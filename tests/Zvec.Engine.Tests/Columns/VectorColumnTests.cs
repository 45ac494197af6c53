using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Indexes.Vectors;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Columns;

public sealed unsafe class VectorColumnTests
{
    [Theory]
    [InlineData(VectorType.Float32, 1, 5_000)]
    [InlineData(VectorType.Float32, 100, 6_000)]
    [InlineData(VectorType.Float32, 20_000, 40)]
    [InlineData(VectorType.Float16, 33, 3_000)]
    [InlineData(VectorType.Int8, 70, 3_000)]
    public void Rows_come_back_as_they_were_given(VectorType type, int dimensions, int count)
    {
        var random = new Random(8);
        byte[]?[] vectors =
            [.. Enumerable.Range(0, count).Select(i => random.Next(10) == 0 ? null : VectorColumns.Random(type, dimensions, random))];
        var layout = new VectorRowLayout(type, dimensions, true);
        using MutableVectorColumn column = VectorColumns.Mutable(layout, vectors);
        using MappedVectorColumn mapped = VectorColumns.Mapped(layout, vectors);
        foreach (VectorColumn each in new VectorColumn[] { column, mapped })
        {
            Assert.Equal(count, each.Count);
            for (int row = 0; row < count; row++)
            {
                Assert.Equal(vectors[row] is not null, each.HasVector(row));
                Assert.Equal(vectors[row] ?? [], each.GetElements(row).ToArray());
                Assert.Equal(0, (nint)each.BlockAt(row).Pointer & 3);
                Assert.Equal(row, each.BlockAt(row).FirstRow);
            }

            int seen = 0;
            while (seen < count)
                seen += each.BlockAt(seen).Count;
            Assert.Equal(count, seen);
        }
    }

    [Fact]
    public void Vectors_are_arrays_of_their_element_type()
    {
        using MutableVectorColumn floats = VectorColumns.Mutable(
            new VectorRowLayout(VectorType.Float32, 2, true), [VectorColumns.Bytes<float>([1, -0f]), null]);
        using MutableVectorColumn halves = VectorColumns.Mutable(
            new VectorRowLayout(VectorType.Float16, 1, false), [VectorColumns.Bytes([(Half)0.1f])]);
        using MutableVectorColumn integers = VectorColumns.Mutable(
            new VectorRowLayout(VectorType.Int8, 1, false), [VectorColumns.Bytes<sbyte>([-128])]);
        Assert.Equal([1, -0f], Assert.IsType<ReadOnlyMemory<float>>(floats.GetVector(0)).ToArray());
        Assert.Null(floats.GetVector(1));
        Assert.Equal([(Half)0.1f], Assert.IsType<ReadOnlyMemory<Half>>(halves.GetVector(0)).ToArray());
        Assert.Equal([(sbyte)-128], Assert.IsType<ReadOnlyMemory<sbyte>>(integers.GetVector(0)).ToArray());
    }

    [Fact]
    public void A_small_column_takes_little_memory()
    {
        var random = new Random(9);
        using MutableVectorColumn column = VectorColumns.Mutable(
            new VectorRowLayout(VectorType.Float32, 100, true),
            Enumerable.Range(0, 5).Select(_ => VectorColumns.Random(VectorType.Float32, 100, random)));
        Assert.InRange(column.AllocatedBytes, 1, 16_384);
    }

    [Fact]
    public void Readers_see_published_rows_while_others_are_appended()
    {
        const int Count = 20_000;
        using var column = new MutableVectorColumn(new VectorRowLayout(VectorType.Float32, 1, false));
        var writer = new Thread(() =>
        {
            for (int i = 0; i < Count; i++)
            {
                if (i % 5 == 0)
                    column.AppendMissing();
                else
                    column.Append(BitConverter.GetBytes((float)i));
            }
        });
        writer.Start();
        int count;
        do
        {
            count = column.Count;
            Bitmap? present = column.PresentUpTo(count);
            for (int row = Math.Max(0, count - 200); row < count; row++)
            {
                Assert.Equal(row % 5 != 0, present![row]);
                Assert.Equal(row % 5 == 0 ? 0 : row, *(float*)column.BlockAt(row).Pointer);
            }
        }
        while (count < Count);
        writer.Join();
    }

    [Fact]
    public void Rows_are_gathered_from_several_columns_in_the_order_asked_for()
    {
        var layout = new VectorRowLayout(VectorType.Int8, 1, false);
        using MutableVectorColumn first = VectorColumns.Mutable(layout, [[0], [1], null, [3]]);
        using MappedVectorColumn second = VectorColumns.Mapped(layout, [[10], [11], [12]]);
        using MappedVectorColumn written = VectorColumns.Mapped(
            layout, new VectorSource(first, [3, 2, 0]), new VectorSource(second, new Bitmap(3) { [0] = true, [2] = true }));
        Assert.Equal([[3], [], [0], [10], [12]], Enumerable.Range(0, written.Count).Select(row => written.GetElements(row).ToArray()));
        Assert.False(written.Present![1]);
        Assert.Equal(4, written.Present.CountSet());
    }

    [Fact]
    public void Norms_are_added_and_dropped_when_the_form_changes()
    {
        var plain = new VectorRowLayout(VectorType.Float32, 16, false);
        var withNorm = plain with { HasNorm = true };
        byte[] vector = VectorColumns.Random(VectorType.Float32, 16, new Random(10));
        using MutableVectorColumn column = VectorColumns.Mutable(plain, [vector]);
        using MutableVectorColumn expected = VectorColumns.Mutable(withNorm, [vector]);
        using MappedVectorColumn added = VectorColumns.Mapped(withNorm, new VectorSource(column, [0]));
        using MappedVectorColumn dropped = VectorColumns.Mapped(plain, new VectorSource(added, [0]));
        Assert.Equal(Row(expected), Row(added));
        Assert.Equal(Row(column), Row(dropped));
    }

    [Fact]
    public void No_rows_make_a_readable_file()
    {
        using MappedVectorColumn column = VectorColumns.Mapped(
            new VectorRowLayout(VectorType.Float32, 4, true), Enumerable.Empty<byte[]?>());
        Assert.Equal(0, column.Count);
        Assert.Null(column.Present);
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(4, 0)]
    [InlineData(4, 3)]
    [InlineData(4, 1_000_000)]
    [InlineData(8, 2)]
    [InlineData(12, 64)]
    [InlineData(16, 4)]
    [InlineData(16, -1)]
    [InlineData(20, 1)]
    public void A_header_that_cannot_be_is_corruption(int offset, int value)
    {
        var files = new MemoryFileSystem("/");
        using MutableVectorColumn column = VectorColumns.Mutable(
            new VectorRowLayout(VectorType.Float32, 20, false), [new byte[80], null, new byte[80]]);
        VectorColumns.Write(files, "v", column.Layout, new VectorSource(column, [0, 1, 2]));
        byte[] bytes = files.ReadAllBytes("v");
        BitConverter.TryWriteBytes(bytes.AsSpan(SectionFileWriter.HeaderLength + offset), value);
        files.Put("v", bytes);
        Assert.Equal(ZvecErrorCode.DataCorruption, Assert.Throws<ZvecException>(() => VectorColumns.Open(files, "v", verify: false)).Code);
    }

    private static byte[] Row(VectorColumn column) => new ReadOnlySpan<byte>(column.BlockAt(0).Pointer, column.Layout.Stride).ToArray();
}

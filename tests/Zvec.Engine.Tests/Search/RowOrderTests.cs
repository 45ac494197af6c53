using CsCheck;
using Zvec.Engine.Columns;
using Zvec.Engine.Filters;
using Zvec.Engine.Schema;
using Zvec.Engine.Search;
using Zvec.Engine.Tests.Filters;

namespace Zvec.Engine.Tests.Search;

public class RowOrderTests
{
    public static TheoryData<DataType> Types() => [.. FilterData.Scalars];

    [Theory]
    [MemberData(nameof(Types))]
    public void Orders_as_the_sort_keys_do_with_nulls_first(DataType type) => Gen.Int[0, int.MaxValue - 1].Sample(seed =>
    {
        var random = new Random(seed);
        CollectionSchema schema = MakeSchema(type);
        using FilterTable table = MakeTable(schema, random, 60);
        RowOrder ascending = RowOrder.Bind([new SortField("f")], schema);
        RowOrder descending = RowOrder.Bind([new SortField("f", Descending: true)], schema);
        Column[] left = ascending.ColumnsOf(table.Sources[0].Source);
        Column[] right = ascending.ColumnsOf(table.Sources[1].Source);
        for (int i = 0; i < 300; i++)
        {
            int a = random.Next(60);
            int b = random.Next(60);
            byte[]? keyOfA = table.Documents[a]["f"] is { } x ? SortKey.Encode(type, x) : null;
            byte[]? keyOfB = table.Documents[b]["f"] is { } y ? SortKey.Encode(type, y) : null;
            int expected = keyOfA is null || keyOfB is null
                ? (keyOfB is null).CompareTo(keyOfA is null)
                : Math.Sign(keyOfA.AsSpan().SequenceCompareTo(keyOfB));
            Assert.Equal(expected, Math.Sign(ascending.Compare(left, a, right, b)));
            Assert.Equal(-expected, Math.Sign(descending.Compare(left, a, right, b)));
        }
    }, iter: 10, threads: 1);

    [Fact]
    public void Ties_are_broken_by_the_next_entry_and_the_key_is_one()
    {
        var random = new Random(1);
        CollectionSchema schema = MakeSchema(DataType.Bool);
        using FilterTable table = MakeTable(schema, random, 50);
        RowOrder order = RowOrder.Bind([new SortField("f", Descending: true), new SortField("id")], schema);
        Column[] columns = order.ColumnsOf(table.Sources[2].Source);

        int[] rows = [.. Enumerable.Range(0, 50)];
        Array.Sort(rows, (a, b) => order.Compare(columns, a, columns, b));

        int[] expected =
        [
            .. Enumerable.Range(0, 50)
                .OrderByDescending(row => (bool?)table.Documents[row]["f"])
                .ThenBy(row => (string)table.Documents[row].Key.Value, StringComparer.Ordinal),
        ];
        Assert.Equal(expected, rows);
    }

    [Fact]
    public void A_column_of_nulls_comes_first()
    {
        CollectionSchema schema = MakeSchema(DataType.Int32);
        using FilterTable table = MakeTable(schema, new Random(1), 20);
        RowOrder order = RowOrder.Bind([new SortField("f")], schema);
        Column[] columns = order.ColumnsOf(table.Sources[0].Source);
        int row = Enumerable.Range(0, 20).First(row => table.Documents[row]["f"] is not null);

        Assert.True(order.Compare([new NullColumn(DataType.Int32, 5)], 3, columns, row) < 0);
        Assert.True(order.Compare(columns, row, [new NullColumn(DataType.Int32, 5)], 3) > 0);
    }

    [Theory]
    [InlineData("g", "has no field 'g'")]
    [InlineData("tags", "of type StringArray, has no order")]
    [InlineData("vector", "is a vector")]
    public void What_has_no_order_is_refused(string field, string message)
    {
        var schema = new CollectionSchema("books")
        {
            Fields = { new FieldSchema("tags", DataType.StringArray) { Id = 1 } },
            Vectors = { new VectorSchema("vector", VectorType.Float32, 3) },
        };

        var error = Assert.Throws<ZvecException>(() => RowOrder.Bind([new SortField(field)], schema));
        Assert.Equal(ZvecErrorCode.InvalidArgument, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static CollectionSchema MakeSchema(DataType type) =>
        new("books") { Fields = { new FieldSchema("f", type) { Nullable = true, Id = 1 } } };

    private static FilterTable MakeTable(CollectionSchema schema, Random random, int rows) => new(
        schema,
        [.. Enumerable.Range(0, rows)
            .Select(row => new Document($"k{row:D3}") { ["f"] = FilterData.Nullable(schema.Fields[0].Type, random) })]);
}

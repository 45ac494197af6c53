using CsCheck;
using Zvec.Engine.Columns;
using Zvec.Engine.Filters;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Tests.Filters;

public class FilterEvaluationTests
{
    public static TheoryData<DataType> Types() => [.. Enum.GetValues<DataType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_predicate_agrees_with_the_model_on_every_form_of_a_column(DataType type) =>
        Gen.Int[0, int.MaxValue - 1].Sample(seed =>
    {
        var random = new Random(seed);
        using FilterTable table = MakeTable(random, random.Next(300), type);
        for (int i = 0; i < 20; i++)
        {
            Filter filter = Leaf(table.Schema.Fields[0], random);
            table.Check(filter, document => FilterModel.Matches(filter, document), random);
        }
    }, iter: 30, threads: 1);

    [Fact]
    public void Trees_agree_with_the_model() => Gen.Int[0, int.MaxValue - 1].Sample(seed =>
    {
        var random = new Random(seed);
        DataType[] types = [.. Enumerable.Range(0, 4).Select(_ => (DataType)Pick(Enum.GetValues<DataType>(), random))];
        using FilterTable table = MakeTable(random, random.Next(400), types);
        for (int i = 0; i < 20; i++)
        {
            Filter filter = Tree(table.Schema, random, random.Next(5));
            table.Check(filter, document => FilterModel.Matches(filter, document), random);
        }
    }, iter: 80, threads: 1);

    [Fact]
    public void Text_agrees_with_three_valued_logic() => Gen.Int[0, int.MaxValue - 1].Sample(seed =>
    {
        var random = new Random(seed);
        DataType[] types = [.. Enumerable.Range(0, 3).Select(_ => (DataType)Pick(Enum.GetValues<DataType>(), random))];
        using FilterTable table = MakeTable(random, random.Next(200), types);
        for (int i = 0; i < 20; i++)
        {
            TextModel condition = TextModel.Make(table.Schema, random, random.Next(5));
            table.Check(Filter.Parse(condition.Text), document => condition.Holds(document) == true, random);
        }
    }, iter: 80, threads: 1);

    [Fact]
    public void Large_columns_agree_with_the_model()
    {
        var random = new Random(7);
        using FilterTable table = MakeTable(
            random, 10_000, DataType.Int32, DataType.Float64, DataType.String, DataType.StringArray, DataType.Int16, DataType.DateTime);
        for (int i = 0; i < 60; i++)
        {
            Filter filter = Tree(table.Schema, random, random.Next(3));
            table.Check(filter, document => FilterModel.Matches(filter, document), random);
        }
    }

    [Fact]
    public void Rows_past_the_published_count_are_not_looked_at()
    {
        var random = new Random(5);
        using FilterTable table = MakeTable(random, 200, DataType.Int32, DataType.StringArray);
        var source = (FilterTable.Source)table.Sources[0].Source;
        foreach (int count in new[] { 0, 1, 63, 64, 65, 130 })
        {
            source.RowCount = count;
            for (int i = 0; i < 30; i++)
            {
                Filter filter = Tree(table.Schema, random, 2);
                var rows = FilterEvaluator.Evaluate(FilterBinder.Bind(filter, table.Schema), source);
                Assert.Equal(count, rows.Length);
                for (int row = 0; row < count; row++)
                    Assert.Equal(FilterModel.Matches(filter, table.Documents[row]), rows[row]);
            }
        }
    }

    [Theory]
    [InlineData(KeyType.String)]
    [InlineData(KeyType.Int32)]
    [InlineData(KeyType.Int64)]
    [InlineData(KeyType.UInt64)]
    [InlineData(KeyType.Guid)]
    public void The_key_is_filtered_by_its_name(KeyType type)
    {
        var random = new Random(3);
        DataType column = PhysicalTypes.OfKey(type);
        var schema = new CollectionSchema("test") { Key = type };
        Document[] documents = [.. Enumerable.Range(0, 100).Select(_ => new Document(DocumentKey.From(FilterData.Value(column, random))))];
        using var table = new FilterTable(schema, documents);
        for (int i = 0; i < 100; i++)
        {
            Filter filter = Leaf(new FieldSchema("id", column), random);
            table.Check(filter, document => FilterModel.Matches(filter, document), random);
        }
    }

    [Fact]
    public void A_field_younger_than_the_segment_is_null()
    {
        var random = new Random(1);
        using FilterTable table = MakeTable(random, 100, DataType.Int32, DataType.StringArray, DataType.String);
        var source = (FilterTable.Source)table.Sources[0].Source;
        foreach (FieldSchema field in table.Schema.Fields)
            source.Columns[field.Id] = new NullColumn(field.Type, 100);
        var nulls = new Document("k");
        for (int i = 0; i < 200; i++)
        {
            Filter filter = Tree(table.Schema, random, 3);
            int matching = FilterEvaluator.Evaluate(FilterBinder.Bind(filter, table.Schema), source).CountSet();
            if (!filter.ToString().Contains("id", StringComparison.Ordinal))
                Assert.Equal(FilterModel.Matches(filter, nulls) ? 100 : 0, matching);
        }
    }

    [Fact]
    public void An_index_makes_the_estimate_exact()
    {
        var random = new Random(2);
        using FilterTable table = MakeTable(random, 1000, DataType.Int32, DataType.String);
        foreach (string text in new[] { "f1 = 1", "f1 > 0", "f1 <= 1.5", "f1 is null", "f1 is not null", "f1 = 1 or f1 = 2",
            "f2 like 'a%'", "f2 >= 'b'", "f1 = 7" })
        {
            BoundFilter bound = FilterBinder.Bind(text, table.Schema);
            Assert.Equal(
                FilterEvaluator.Evaluate(bound, table.Sources[2].Source).CountSet(),
                FilterEvaluator.Estimate(bound, table.Sources[2].Source));
        }
    }

    [Fact]
    public void The_deepest_tree_is_evaluated_on_a_small_stack()
    {
        var random = new Random(2);
        using FilterTable table = MakeTable(random, 100, DataType.Int32);
        Filter filter = Filter.Equal("f1", 1);
        for (int i = 0; filter.Depth < Filter.MaxDepth - 2; i++)
            filter = Filter.Not(Filter.And(filter, Filter.LessThan("f1", i)));

        Exception? failure = null;
        var thread = new Thread(
            () => failure = Record.Exception(() =>
            {
                Assert.NotEmpty(filter.ToString());
                table.Check(filter, document => FilterModel.Matches(filter, document), random);
            }),
            1 << 20);
        thread.Start();
        thread.Join();

        Assert.Null(failure);
    }

    private static FilterTable MakeTable(Random random, int rows, params DataType[] types)
    {
        var schema = new CollectionSchema("test");
        for (int i = 0; i < types.Length; i++)
            schema.Fields.Add(new FieldSchema($"f{i + 1}", types[i]) { Nullable = true, Id = i + 1 });
        var documents = new List<Document>();
        bool hasNulls = random.Next(4) > 0;
        for (int row = 0; row < rows; row++)
        {
            var document = new Document($"k{random.Next(100)}");
            foreach (FieldSchema field in schema.Fields)
            {
                object? value = FilterData.Nullable(field.Type, random);
                while (value is null && !hasNulls)
                    value = FilterData.Nullable(field.Type, random);
                document[field.Name] = value;
            }

            documents.Add(document);
        }

        return new FilterTable(schema, documents);
    }

    private static Filter Tree(CollectionSchema schema, Random random, int depth)
    {
        if (depth == 0)
            return random.Next(20) == 0 ? Pick([Filter.All, Filter.None], random) : Leaf(Pick([.. schema.Fields], random), random);
        return random.Next(4) switch
        {
            0 => Filter.Not(Tree(schema, random, depth - 1)),
            1 => Filter.And(Enumerable.Range(0, random.Next(4)).Select(_ => Tree(schema, random, depth - 1)).ToArray()),
            2 => Filter.Or(Enumerable.Range(0, random.Next(4)).Select(_ => Tree(schema, random, depth - 1)).ToArray()),
            _ => Tree(schema, random, depth - 1),
        };
    }

    private static Filter Leaf(FieldSchema field, Random random)
    {
        string name = field.Name;
        if (random.Next(12) == 0)
            return Filter.IsNull(name);
        if (!field.Type.IsArray())
        {
            object value = FilterData.Operand(field.Type, random);
            return random.Next(field.Type == DataType.String ? 9 : 7) switch
            {
                0 or 1 => Filter.Equal(name, value),
                2 => Filter.LessThan(name, value),
                3 => Filter.LessThanOrEqual(name, value),
                4 => Filter.GreaterThan(name, value),
                5 => Filter.GreaterThanOrEqual(name, value),
                6 => Filter.In(name, Operands(field.Type, random, random.Next(8) == 0 ? 60 : random.Next(4))),
                _ => Filter.Like(name, FilterData.Pattern(random)),
            };
        }

        DataType element = field.Type.Element();
        return random.Next(8) switch
        {
            0 => Filter.ContainsAny(name, Operands(element, random, random.Next(8) == 0 ? 60 : random.Next(4))),
            1 => Filter.ContainsAll(name, Operands(element, random, random.Next(3))),
            2 => Filter.Equal(name, FilterData.MakeArray(element, random)),
            3 => Filter.ArrayLengthEqual(name, random.Next(-1, 5)),
            4 => Filter.ArrayLengthLessThan(name, random.Next(-1, 5)),
            5 or 6 => Filter.AnyElement(name, ElementCondition(new FieldSchema(name, element), random, random.Next(4))),
            _ => Filter.ArrayLengthGreaterThan(name, random.Next(-1, 5)),
        };
    }

    private static Filter ElementCondition(FieldSchema element, Random random, int depth) => (depth == 0 ? -1 : random.Next(4)) switch
    {
        0 => Filter.Not(ElementCondition(element, random, depth - 1)),
        1 => Filter.And(Enumerable.Range(0, random.Next(4)).Select(_ => ElementCondition(element, random, depth - 1)).ToArray()),
        2 => Filter.Or(Enumerable.Range(0, random.Next(4)).Select(_ => ElementCondition(element, random, depth - 1)).ToArray()),
        3 => random.Next(2) == 0 ? Filter.All : Filter.None,
        _ => Leaf(element, random),
    };

    private static object?[] Operands(DataType type, Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(8) == 0 ? null : FilterData.Operand(type, random))];

    private static T Pick<T>(T[] values, Random random) => values[random.Next(values.Length)];

    private static object Pick(Array values, Random random) => values.GetValue(random.Next(values.Length))!;
}

using System.Numerics;
using Zvec.Engine.Filters;

namespace Zvec.Engine.Tests.Filters;

public class FilterBinderTests
{
    private static readonly CollectionSchema Schema = new("books")
    {
        Key = KeyType.Guid,
        KeyName = "isbn",
        Fields =
        {
            new FieldSchema("year", DataType.Int32) { Id = 1 },
            new FieldSchema("title", DataType.String) { Id = 2 },
            new FieldSchema("tags", DataType.StringArray) { Id = 3 },
            new FieldSchema("sold", DataType.DateTimeOffset) { Id = 4 },
            new FieldSchema("printed", DataType.DateTime) { Id = 5 },
            new FieldSchema("price", DataType.Decimal) { Id = 6 },
            new FieldSchema("cover", DataType.Binary) { Id = 7 },
            new FieldSchema("open", DataType.TimeOnly) { Id = 8 },
            new FieldSchema("rated", DataType.Bool) { Id = 9 },
            new FieldSchema("weight", DataType.Float32) { Id = 10 },
            new FieldSchema("scores", DataType.Int32Array) { Id = 11 },
        },
        Vectors = { new VectorSchema("embedding", VectorType.Float32, 3) },
    };

    public static TheoryData<string, string> Refused() => new()
    {
        { "yaer = 1", "Collection 'books' has no field 'yaer'; it has 'isbn', 'year', 'title', 'tags'" },
        { "id = 'x'", "has no field 'id'" },
        { "embedding is null", "'embedding' of collection 'books' is a vector" },
        { "year = '1999'", "Field 'year' of collection 'books', of type Int32, cannot be compared with '1999': it takes a number." },
        { "year = true", "cannot be compared with true" },
        { "year in (1, 'x')", "cannot be compared with 'x'" },
        { "title = 1", "of type String, cannot be compared with 1: it takes text." },
        { "title > 1.5", "cannot be compared with 1.5" },
        { "year like '1%'", "cannot be matched with the pattern '1%'" },
        { "tags = 'a'", "can be compared only for equality with an array" },
        { "tags in ('a')", "contain_any" },
        { "tags like 'a'", "cannot be matched" },
        { "tags contain_any (1)", "cannot be compared with 1: an element of it takes text." },
        { "scores contain_all ('a')", "cannot be compared with 'a': an element of it takes a number." },
        { "year contain_any (1)", "is no array" },
        { "array_length(title) > 1", "is no array" },
        { "isbn = 'abc'", "Field 'isbn' of collection 'books', of type Guid, cannot be compared with 'abc': it takes a Guid" },
        { "sold > 'yesterday'", "cannot be compared with 'yesterday'" },
        { "printed > '05/31/2024'", "cannot be compared with '05/31/2024'" },
        { "printed > '2024-05-31T12:00:00+02:00'", "it takes a DateTime" },
        { "open = '25:00'", "it takes a TimeOnly" },
        { "price = '12,5'", "it takes a number" },
        { "cover = 'x'", "it takes a byte array" },
        { "rated = 1", "it takes true or false" },
        { "year = 1 and (title = 'x' or not yaer = 2)", "no field 'yaer'" },
        { "any_element(year, year = 1)", "is no array" },
        { "any_element(tags, title = 'x')", "names 'title'; only 'tags', which stands for an element" },
        { "any_element(tags, tags = 1)", "cannot be compared with 1: an element of it takes text." },
        { "any_element(scores, scores like 'x%')", "cannot be tested on the elements of Field 'scores'" },
        { "any_element(tags, tags contain_any ('x'))", "cannot be tested on the elements" },
        { "any_element(tags, any_element(tags, tags = 'x'))", "cannot be tested on the elements" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_does_not_fit_the_schema_is_refused(string text, string message)
    {
        var error = Assert.Throws<ZvecException>(() => FilterBinder.Bind(text, Schema));
        Assert.Equal(ZvecErrorCode.InvalidArgument, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yaer = 1", "line 1, column 1: Collection")]
    [InlineData("year = 1 and\n  not (rated = true or  title < 5)", "line 2, column 25: Field 'title'")]
    [InlineData("year = 1 or year = 2 or title = 'x' or title = 3", "line 1, column 40: Field 'title'")]
    [InlineData("year in (1) or yaer in (2)", "line 1, column 16: Collection")]
    [InlineData("rated = true -- first\nand year between 'a' and 3", "line 2, column 5: Field 'year'")]
    [InlineData("rated = true and any_element(tags, tags = 'x' and tags = 4)", "line 1, column 18: Field 'tags'")]
    [InlineData("not array_length(title) != 3", "line 1, column 5: Field 'title'")]
    public void What_does_not_fit_is_found_in_the_text(string text, string place)
    {
        var error = Assert.Throws<ZvecException>(() => FilterBinder.Bind(text, Schema));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printed = '2024-05-31'")]
    [InlineData("printed = '2024-05-31T12:00'")]
    [InlineData("printed = '2024-05-31 12:00:00.1234567'")]
    [InlineData("printed = '2024-05-31T12:00:00Z'")]
    [InlineData("sold = '2024-05-31'")]
    [InlineData("sold = '2024-05-31T12:00:00Z'")]
    [InlineData("sold between '2024-05-31T12:00:00.5+02:00' and '2024-06-01 00:00:00-09:30'")]
    [InlineData("open < '12:30' or open > '18:00:00.5'")]
    [InlineData("price in (1, 2.50, '3.75', '-1e3')")]
    [InlineData("isbn in ('00000000-0000-0000-0000-000000000001', '{00000000-0000-0000-0000-000000000002}')")]
    [InlineData("rated > false")]
    [InlineData("weight = 1e400 or weight < 123456789012345678901234567890")]
    public void Text_in_the_form_of_the_type_is_accepted(string text) => Assert.NotNull(FilterBinder.Bind(text, Schema));

    [Fact]
    public void Times_in_text_are_read_as_what_they_say()
    {
        var noon = new DateTimeOffset(2024, 5, 31, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal([true, true, true, true, false], Holds(
            new Document(Guid.Empty) { ["sold"] = noon.ToOffset(TimeSpan.FromHours(3)), ["printed"] = noon.DateTime },
            "sold = '2024-05-31T12:00:00Z'",
            "sold = '2024-05-31T14:00:00+02:00'",
            "sold = '2024-05-31 12:00'",
            "printed = '2024-05-31T12:00:00.0000000'",
            "printed < '2024-05-31T12:00:00Z'"));
    }

    [Fact]
    public void Numbers_in_text_take_the_precision_of_the_field_unless_they_have_a_suffix() =>
        Assert.Equal([true, true, false, true, false, true], Holds(
            new Document(Guid.Empty) { ["weight"] = 0.1f, ["price"] = 0.1m, ["year"] = 2 },
            "weight = 0.1",
            "weight = 0.1f",
            "weight = 0.1d",
            "price = 0.1",
            "price = 0.1d",
            "year = 2.0 and year < 2.5 and year > 1e0"));

    [Fact]
    public void Integers_beyond_a_type_compare_by_their_size() =>
        Assert.Equal([true, false, true, true], Holds(
            new Document(Guid.Empty) { ["year"] = int.MaxValue, ["weight"] = 1f, ["price"] = decimal.MaxValue },
            "year < 99999999999999999999",
            "year = 99999999999999999999",
            "weight > -1" + new string('0', 500),
            "price < 79228162514264337593543950336"));

    [Fact]
    public void A_lone_surrogate_equals_nothing()
    {
        var document = new Document(Guid.Empty) { ["title"] = "\uFFFD" };
        BoundFilter filter = FilterBinder.Bind(Filter.Equal("title", "\uD800"), Schema);
        using FilterTable table = Table(document);

        Assert.All(table.Sources, source => Assert.Equal(0, FilterEvaluator.Evaluate(filter, source.Source).CountSet()));
    }

    [Fact]
    public void Null_is_the_filter_that_matches_all() => Assert.Same(BoundFilter.All, FilterBinder.Bind(null, Schema));

    [Fact]
    public void What_can_be_decided_without_looking_is()
    {
        Assert.Same(BoundFilter.None, FilterBinder.Bind(Filter.None, Schema));
        Assert.Same(BoundFilter.None, FilterBinder.Bind(Filter.Equal("year", 1.5), Schema));
        Assert.Same(BoundFilter.None, FilterBinder.Bind(Filter.Equal("year", double.NaN), Schema));
        Assert.Same(BoundFilter.None, FilterBinder.Bind(Filter.In("year", []), Schema));
        Assert.Same(BoundFilter.None, FilterBinder.Bind("tags contain_any ()", Schema));
        Assert.Same(
            BoundFilter.None,
            FilterBinder.Bind(Filter.And(Filter.IsNull("year"), Filter.LessThan("year", BigInteger.Pow(-10, 31))), Schema));
        Assert.Same(BoundFilter.All, FilterBinder.Bind(Filter.Or(Filter.IsNull("year"), Filter.All), Schema));
        Assert.Same(BoundFilter.All, FilterBinder.Bind(Filter.And(), Schema));
    }

    [Fact]
    public void Null_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Filter.Equal(null!, 1));
        Assert.Throws<ArgumentNullException>(() => Filter.Equal("a", null!));
        Assert.Throws<ArgumentNullException>(() => Filter.Like("a", null!));
        Assert.Throws<ArgumentNullException>(() => Filter.In("a", null!));
        Assert.Throws<ArgumentNullException>(() => Filter.Not(null!));
        Assert.Throws<ArgumentNullException>(() => Filter.And([null!]));
    }

    private static bool[] Holds(Document document, params string[] filters)
    {
        using FilterTable table = Table(document);
        return
        [
            .. filters.Select(filter =>
            {
                bool[] found = [.. table.Sources.Select(source =>
                    FilterEvaluator.Evaluate(FilterBinder.Bind(filter, Schema), source.Source)[0]).Distinct()];
                return Assert.Single(found);
            }),
        ];
    }

    private static FilterTable Table(Document document) => new(Schema, [document]);
}

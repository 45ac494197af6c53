using System.Text;
using CsCheck;
using Zvec.Engine.Filters;

namespace Zvec.Engine.Tests.Filters;

public class FilterParserTests
{
    [Theory]
    [InlineData("year >= 1999", "year >= 1999")]
    [InlineData("year > = 1999", "year >= 1999")]
    [InlineData("year < =1999", "year <= 1999")]
    [InlineData("year=1", "year = 1")]
    [InlineData("year != 1", "(year is not null and not year = 1)")]
    [InlineData("year <> 1", "(year is not null and not year = 1)")]
    [InlineData("not year = 1", "(year is not null and not year = 1)")]
    [InlineData("not not year = 1", "year = 1")]
    [InlineData("NOT (year != 1)", "year = 1")]
    [InlineData("a=1 or b=2 and c=3", "(a = 1 or (b = 2 and c = 3))")]
    [InlineData("(a=1 or b=2) and c=3", "((a = 1 or b = 2) and c = 3)")]
    [InlineData("a=1 AND b=2 And c=3", "(a = 1 and b = 2 and c = 3)")]
    [InlineData("not (a < 1 and b is null)", "((a is not null and not a < 1) or b is not null)")]
    [InlineData("not a is null", "a is not null")]
    [InlineData("a is not null", "a is not null")]
    [InlineData("i-1 = 2", "i-1 = 2")]
    [InlineData("9lives = 9", "9lives = 9")]
    [InlineData("`a b``c` = 1", "`a b``c` = 1")]
    [InlineData("`and` = 1", "`and` = 1")]
    [InlineData("name = 'it\\'s'", "name = 'it\\'s'")]
    [InlineData("name = \"it's\"", "name = 'it\\'s'")]
    [InlineData("name = ''", "name = ''")]
    [InlineData("name like 'a%'", "name like 'a%'")]
    [InlineData("name not like 'a%'", "(name is not null and not name like 'a%')")]
    [InlineData("genre in ('a', 'b')", "genre in ('a', 'b')")]
    [InlineData("genre not in (1,-2)", "(genre is not null and not genre in (1, -2))")]
    [InlineData("not genre not in (1)", "genre in (1)")]
    [InlineData("x between 1 and 2 and y = 3", "(x >= 1 and x <= 2 and y = 3)")]
    [InlineData("x not between 1 and 2", "((x is not null and not x >= 1) or (x is not null and not x <= 2))")]
    [InlineData("tags contain_any ('a')", "tags contain_any ('a')")]
    [InlineData("tags CONTAIN_ANY ()", "tags contain_any ()")]
    [InlineData("tags not contain_all (true, FALSE)", "(tags is not null and not tags contain_all (true, false))")]
    [InlineData("array_length(tags) > 2", "array_length(tags) > 2")]
    [InlineData("array_length( tags ) != 0", "(tags is not null and not array_length(tags) = 0)")]
    [InlineData("array_length(tags) < 99999999999999999999999", "array_length(tags) < 2147483647")]
    [InlineData("array_length(tags) > -99999999999999999999999", "array_length(tags) > -1")]
    [InlineData("x = 99999999999999999999", "x = 99999999999999999999")]
    [InlineData("x = -1.5e+3", "x = -1.5e+3")]
    [InlineData("x = 1.5D", "x = 1.5")]
    [InlineData("x = 1f", "x = 1")]
    [InlineData("-- first\n a /* in\n between */ = 1 -- last", "a = 1")]
    [InlineData("a = 1--last", "a = 1")]
    public void Accepts(string text, string meaning) => Assert.Equal(meaning, Filter.Parse(text).ToString());

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n\t", "empty")]
    [InlineData("year", "line 1, column 5: expected a comparison")]
    [InlineData("year =", "line 1, column 7: expected a value")]
    [InlineData("year == 1", "line 1, column 7: expected a value")]
    [InlineData("year = null", "line 1, column 8: expected a value (text in quotes, a number, true or false), found the keyword 'null'")]
    [InlineData("year = +1", "line 1, column 8: expected a value")]
    [InlineData("year = 1x", "line 1, column 8: expected a value")]
    [InlineData("year = 1.", "line 1, column 8: expected a value")]
    [InlineData("year = .5", "line 1, column 8: expected a value")]
    [InlineData("year = month", "line 1, column 8: expected a value")]
    [InlineData("1 = year", "line 1, column 5: expected a value")]
    [InlineData("year = 1 &&  b = 2", "line 1, column 10: expected 'and', 'or' or the end, found '&'")]
    [InlineData("year = 1\nand\n  or b = 2", "line 3, column 3: expected a field, 'not' or '(', found the keyword 'or'")]
    [InlineData("(year = 1", "line 1, column 10: expected ')', found the end of the text")]
    [InlineData("(year = 1 year", "line 1, column 11: expected 'and', 'or' or ')', found 'year'")]
    [InlineData("year = 1)", "expected no further ')'")]
    [InlineData("()", "line 1, column 2: expected a field")]
    [InlineData("not", "line 1, column 4: expected a field")]
    [InlineData("in = 1",
        "line 1, column 1: expected a field, 'not' or '(', found the keyword 'in' (a field of that name stands in backticks)")]
    [InlineData("a in ()", "line 1, column 7: expected a value")]
    [InlineData("a in (1,)", "line 1, column 9: expected a value")]
    [InlineData("a in (1 2)", "line 1, column 9: expected ',' or ')'")]
    [InlineData("a in 1", "line 1, column 6: expected '('")]
    [InlineData("a not = 1", "line 1, column 7: expected 'in', 'like'")]
    [InlineData("a not is null", "line 1, column 7: expected 'in', 'like'")]
    [InlineData("a is 1", "line 1, column 6: expected 'null' or 'not null'")]
    [InlineData("a like 1", "line 1, column 8: expected a pattern in quotes")]
    [InlineData("a between 1 or 2", "line 1, column 13: expected 'and'")]
    [InlineData("array_length(a) > 1.5", "line 1, column 19: expected an integer")]
    [InlineData("array_length(a)", "line 1, column 16: expected a comparison")]
    [InlineData("array_length a > 1", "line 1, column 14: expected '('")]
    [InlineData("any_element a > 1", "line 1, column 13: expected '('")]
    [InlineData("any_element(a) > 1", "line 1, column 14: expected ','")]
    [InlineData("any_element(a, )", "line 1, column 16: expected a field")]
    [InlineData("any_element(1 = 1, a)", "line 1, column 15: expected ','")]
    [InlineData("any_element(a, a > 1", "line 1, column 21: expected ')'")]
    [InlineData("a = 'open", "line 1, column 5: expected a closing '")]
    [InlineData("a = 'open\\'", "line 1, column 5: expected a closing '")]
    [InlineData("`open = 1", "line 1, column 1: expected a closing `")]
    [InlineData("a = 1 /* open", "line 1, column 7: expected '*/'")]
    [InlineData("a = 1 and é = 2", "line 1, column 11: expected a field, 'not' or '(', found 'é'")]
    public void Rejects(string text, string message)
    {
        var error = Assert.Throws<ZvecException>(() => Filter.Parse(text));
        Assert.Equal(ZvecErrorCode.InvalidArgument, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"'a\\b'", @"a\b")]
    [InlineData(@"'a\%b'", @"a\%b")]
    [InlineData(@"'a\nb'", @"a\nb")]
    [InlineData(@"'a\""b'", "a\"b")]
    [InlineData(@"""a\'b""", "a'b")]
    [InlineData(@"'a\\'", @"a\")]
    [InlineData("'a\nb'", "a\nb")]
    public void Unescapes(string literal, string value) =>
        Assert.Equal(value, Assert.IsType<CompareFilter>(Filter.Parse($"a = {literal}")).Value);

    [Fact]
    public void Accepts_500_nested_parentheses_and_refuses_more()
    {
        string Nest(int depth) => new string('(', depth) + "a = 1" + new string(')', depth);

        Assert.Equal("a = 1", Filter.Parse(Nest(500)).ToString());
        Assert.Contains("nested", Assert.Throws<ZvecException>(() => Filter.Parse(Nest(501))).Message, StringComparison.Ordinal);
        Assert.Throws<ZvecException>(() => Filter.Parse(Nest(500_000)));
    }

    [Fact]
    public void Accepts_500_levels_of_alternating_operators()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 500; i++)
            text.Append("a = 1 or b = 2 and (");
        text.Append("c = 3").Append(')', 500);

        // The smallest stack that a thread commonly has.
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => FilterBinder.Bind(Filter.Parse(text.ToString()), Schema)), 1 << 20);
        thread.Start();
        thread.Join();

        Assert.Null(failure);
    }

    [Fact]
    public void Limits_the_number_of_predicates()
    {
        string Chain(int count) => string.Join(" or ", Enumerable.Repeat("a = 1", count));

        Assert.NotNull(Filter.Parse(Chain(4096)));
        Assert.Contains(
            "4,096 predicates", Assert.Throws<ZvecException>(() => Filter.Parse(Chain(4097))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_the_length_of_lists()
    {
        string List(int count) => $"a in ({string.Join(',', Enumerable.Range(0, count))})";

        Assert.NotNull(Filter.Parse(List(20_000)));
        Assert.Contains("20,000 values", Assert.Throws<ZvecException>(() => Filter.Parse(List(20_001))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_the_length_of_the_text()
    {
        Assert.Throws<ZvecException>(() => Filter.Parse("a = 1" + new string(' ', 1 << 20)));
        Assert.NotNull(Filter.Parse("a = 1" + new string(' ', (1 << 20) - 5)));
        Assert.NotNull(Filter.Parse(string.Concat(Enumerable.Repeat("not ", 200_000)) + "a = 1"));
    }

    [Fact]
    public void Limits_the_length_of_numbers()
    {
        Assert.NotNull(Filter.Parse("a = " + new string('9', 1000)));
        Assert.Throws<ZvecException>(() => Filter.Parse("a = " + new string('9', 1001)));
    }

    [Fact]
    public void Trees_deeper_than_the_limit_are_refused()
    {
        Filter filter = Filter.Equal("a", 1);
        Assert.Throws<ZvecException>(() =>
        {
            for (int i = 0; i < 100_000; i++)
                filter = Filter.Not(Filter.And(filter, Filter.Equal("a", 1)));
        });
    }

    [Fact]
    public void Chains_of_any_length_stay_flat()
    {
        Filter filter = Filter.Equal("a", 1);
        for (int i = 0; i < 3000; i++)
            filter = Filter.Or(filter, Filter.Equal("a", i));

        Assert.Equal(3001, Assert.IsType<OrFilter>(filter).Operands.Count);
    }

    [Fact]
    public void Null_text_is_no_filter()
    {
        Filter? filter = (string?)null;

        Assert.Null(filter);
        Assert.Throws<ArgumentNullException>(() => Filter.Parse(null!));
    }

    [Fact]
    public void Mutated_text_is_parsed_or_refused_with_an_error_of_ours()
    {
        string[] seeds =
        [
            "year >= 1999 and genre in ('a', \"b\") or not (tags contain_any ('x', 'y') and `odd name` is not null)",
            "a not like '50\\%_x' -- c\n and array_length(tags) <> 3 /* c */ and price between -1.5e-3 and 2.5D",
            "not any_element(tags, tags like 'a%' or tags is null) and any_element(`b`, b > 1)",
            "((a = true) or (b <= 12345678901234567890123)) and c not in (1,2,3)",
        ];
        const string Alphabet = "()'\"`\\-/*<>=!,. \n0123456789eEdDfaorndtilk%_\0é\uD800";
        Gen<(int Seed, (int At, int Kind, int Character)[] Edits)> edits = Gen.Select(
            Gen.Int[0, seeds.Length - 1],
            Gen.Select(Gen.Int[0, 200], Gen.Int[0, 3], Gen.Int[0, Alphabet.Length - 1]).Array[0, 8]);

        edits.Sample(sample =>
        {
            var text = new StringBuilder(seeds[sample.Seed]);
            foreach ((int at, int kind, int character) in sample.Edits)
            {
                int place = Math.Min(at, text.Length - 1);
                if (kind == 0)
                    text.Remove(place, 1).Append(' ');
                else if (kind == 1)
                    text.Insert(place, Alphabet[character]);
                else if (kind == 2)
                    text[place] = Alphabet[character];
                else
                    text.Length = Math.Max(1, place);
            }

            try
            {
                Assert.NotEmpty(Filter.Parse(text.ToString()).ToString());
            }
            catch (ZvecException error)
            {
                Assert.Equal(ZvecErrorCode.InvalidArgument, error.Code);
            }
        }, iter: 20_000);
    }

    private static readonly CollectionSchema Schema = new("test")
    {
        Fields =
        {
            new FieldSchema("a", DataType.Int32) { Id = 1 },
            new FieldSchema("b", DataType.Int32) { Id = 2 },
            new FieldSchema("c", DataType.Int32) { Id = 3 },
        },
    };
}

using Zvec.Engine.Search;

namespace Zvec.Engine.Tests.Search.Text;

public sealed class TextQueryParserTests
{
    [Theory]
    [InlineData("fox", "fox")]
    [InlineData("  red\tfox\n", "(red fox)")]
    [InlineData("red OR fox", "(red fox)")]
    [InlineData("red | fox || dog", "(red fox dog)")]
    [InlineData("red|fox", "(red fox)")]
    [InlineData("red AND fox", "(+red +fox)")]
    [InlineData("red && fox", "(+red +fox)")]
    [InlineData("red and fox or not", "(red and fox or not)")]
    [InlineData("red NOT fox", "(+red -fox)")]
    [InlineData("red AND NOT fox dog", "(+red -(fox dog))")]
    [InlineData("NOT fox AND red", "(-fox +red)")]
    [InlineData("a b AND c d OR e", "((+(a b) +(c d)) e)")]
    [InlineData("a OR b AND c NOT d", "(a (+b +c -d))")]
    [InlineData("+red fox -dog", "(+red fox -dog)")]
    [InlineData("+red", "red")]
    [InlineData("red AND -fox", "(+red -fox)")]
    [InlineData("-fox AND red", "(-fox +red)")]
    [InlineData("(red)", "(red)")]
    [InlineData("((red fox))", "(((red fox)))")]
    [InlineData("(a OR b) AND c", "(+((a b)) +c)")]
    [InlineData("a(b)c", "(a (b) c)")]
    [InlineData("-(a b) c", "(-((a b)) c)")]
    [InlineData("fo*", "fo*")]
    [InlineData("-fo* dog", "(-fo* dog)")]
    [InlineData("\"red fox\"", "\"red fox\"")]
    [InlineData("\"red fox\"~3", "\"red fox\"~3")]
    [InlineData("\"red fox\"~3^2", "\"red fox\"~3^2")]
    [InlineData("\"red \\\"fox\\\\ \\x\"", "\"red \"fox\\ \\x\"")]
    [InlineData("a\"b c\"d", "(a \"b c\" d)")]
    [InlineData("fox^2 dog^.5 fo*^1.25", "(fox^2 dog^0.5 fo*^1.25)")]
    [InlineData("(a b)^3", "((a b))^3")]
    [InlineData("title:fox", "title:fox")]
    [InlineData("+title:fox -body:\"red fox\"^2 other:(a b)", "(+title:fox -body:\"red fox\"^2 other:((a b)))")]
    [InlineData("first\\ name:fox", "first name:fox")]
    [InlineData("machine-learning c++ 1+1", "(machine-learning c++ 1+1)")]
    [InlineData("\\-a \\+b \\(c\\) \\\"d\\\" e\\:f g\\*h \\AND \\\\", "(-a +b (c) \"d\" e:f g*h AND \\)")]
    [InlineData("what is this? [x] {y} !z a/b a&b", "(what is this? [x] {y} !z a/b a&b)")]
    [InlineData("日本語 café", "(日本語 café)")]
    public void Accepts(string text, string meaning) =>
        Assert.Equal(meaning, TextQueryParser.Parse(text, TextOperator.Or).ToString());

    [Theory]
    [InlineData("red fox", "(+red +fox)")]
    [InlineData("red fox OR dog", "((+red +fox) dog)")]
    [InlineData("red -fox", "(+red -fox)")]
    [InlineData("a b AND c", "(+(+a +b) +c)")]
    public void Joins_words_side_by_side_by_the_default_operator(string text, string meaning) =>
        Assert.Equal(meaning, TextQueryParser.Parse(text, TextOperator.And).ToString());

    [Theory]
    [InlineData("", "line 1, column 1: expected a word, a phrase in quotes or '(', found the end")]
    [InlineData(" \n ", "line 2, column 2: expected a word")]
    [InlineData("AND", "line 1, column 1: expected a word, a phrase in quotes or '(', found 'AND'")]
    [InlineData("a AND", "line 1, column 6: expected a word")]
    [InlineData("a OR OR b", "line 1, column 6: expected a word")]
    [InlineData("a AND OR b", "line 1, column 7: expected a word")]
    [InlineData("NOT NOT a", "line 1, column 5: expected a word")]
    [InlineData("a |", "line 1, column 4: expected a word")]
    [InlineData("(a", "line 1, column 3: expected ')', found the end")]
    [InlineData("a)", "line 1, column 2: expected no further ')'")]
    [InlineData("()", "line 1, column 2: expected a word")]
    [InlineData("a - b", "line 1, column 4: expected a word")]
    [InlineData("a --b", "line 1, column 4: expected a word")]
    [InlineData("a +-b", "line 1, column 4: expected a word")]
    [InlineData("-a", "line 1, column 1: expected beside what documents must not have")]
    [InlineData("NOT a", "line 1, column 1: expected beside what documents must not have")]
    [InlineData("NOT a b", "line 1, column 1: expected beside what documents must not have")]
    [InlineData("a OR -b", "line 1, column 6: expected beside what documents must not have")]
    [InlineData("a (-b -c)", "line 1, column 4: expected beside what documents must not have")]
    [InlineData("a NOT -b", "expected something positive behind 'NOT'")]
    [InlineData("a \"b c", "line 1, column 3: expected a closing \"")]
    [InlineData("a\nb \"c", "line 2, column 3: expected a closing \"")]
    [InlineData("\"a\"~", "line 1, column 5: expected a whole number directly behind '~'")]
    [InlineData("\"a\"~1.5", "line 1, column 6: expected a space, ')' or the end, found '.5'")]
    [InlineData("\"a\"~99999", "expected at most 10000 behind '~'")]
    [InlineData("fox~1", "line 1, column 4: expected '~' behind a phrase only, found '~1'")]
    [InlineData("f*x", "line 1, column 3: expected a space, ')' or the end, found 'x'")]
    [InlineData("*", "line 1, column 1: expected a word")]
    [InlineData("a^", "line 1, column 3: expected a number directly behind '^'")]
    [InlineData("a^0", "expected a number above 0")]
    [InlineData("a^1.2.3", "expected a number above 0")]
    [InlineData("a^2000000", "expected a number above 0")]
    [InlineData("a^2b", "line 1, column 4: expected a space")]
    [InlineData("title: a", "line 1, column 7: expected a word")]
    [InlineData("title:-a", "line 1, column 7: expected a word")]
    [InlineData("a:b:c", "line 1, column 4: expected a space")]
    [InlineData(":a", "line 1, column 1: expected a word")]
    [InlineData("a \\", "line 1, column 4: expected a character behind '\\'")]
    public void Says_where_a_text_is_no_query(string text, string message)
    {
        var error = Assert.Throws<ZvecException>(() => TextQueryParser.Parse(text, TextOperator.Or));
        Assert.Equal(ZvecErrorCode.InvalidArgument, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_is_too_deep_too_long_or_too_much()
    {
        string deep = new string('(', TextQueryParser.MostNesting) + "a" + new string(')', TextQueryParser.MostNesting);
        Assert.NotNull(TextQueryParser.Parse(deep, TextOperator.Or));
        Refused($"({deep})", "nested parentheses");
        Refused(new string('a', TextQueryParser.MostCharacters + 1), "characters long");
        string much = string.Join(' ', Enumerable.Repeat("a", TextQueryParser.MostItems));
        Assert.NotNull(TextQueryParser.Parse(much, TextOperator.Or));
        Refused(much + " a", "words and phrases");
    }

    [Fact]
    public void No_text_does_anything_but_parse_or_say_why_not()
    {
        var random = new Random(1);
        const string Characters = "ab +-|&()\"~*^:\\1. \nANDORT";
        for (int i = 0; i < 20_000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(12)).Select(_ => Characters[random.Next(Characters.Length)])]);
            try
            {
                Assert.NotEmpty(TextQueryParser.Parse(text, TextOperator.Or).ToString());
            }
            catch (ZvecException error)
            {
                Assert.Contains("column", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static void Refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ZvecException>(() => TextQueryParser.Parse(text, TextOperator.Or)).Message, StringComparison.Ordinal);
}

namespace Zvec.Engine.Tests.Schema;

public sealed class StopWordSetTests
{
    [Fact]
    public void Lists_with_the_same_words_are_equal()
    {
        var one = new StopWordSet(["the", "a", "the"]);
        var other = new StopWordSet(["a", "the"]);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.True(one == other);
        Assert.False(one != other);
        Assert.Equal(2, one.Count);
        Assert.Equal(new TextIndexOptions { StopWords = one }, new TextIndexOptions { StopWords = other });

        Assert.NotEqual(one, new StopWordSet(["a", "The"]));
        Assert.False(one == null);
        Assert.True(null != one);
        Assert.NotEqual(new TextIndexOptions { StopWords = one }, new TextIndexOptions());
    }

    [Fact]
    public void Words_are_in_order_and_none_is_null()
    {
        Assert.Equal(["B", "a", "b"], new StopWordSet(["b", "a", "B"]));
        Assert.Equal("words", Assert.Throws<ArgumentException>(() => new StopWordSet(["a", null!])).ParamName);
        Assert.Throws<ArgumentNullException>(() => new StopWordSet(null!));
    }

    [Fact]
    public void The_English_list_is_lower_case_and_says_so()
    {
        Assert.All(StopWordSet.English, word => Assert.All(word, letter => Assert.True(char.IsAsciiLetterLower(letter))));
        Assert.Contains("the", StopWordSet.English);
        Assert.Equal("English", StopWordSet.English.ToString());
        Assert.Equal("1 words", new StopWordSet(["x"]).ToString());
    }
}

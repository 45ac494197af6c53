using CsCheck;
using Zvec.Engine.Indexes.Text.Analysis;

namespace Zvec.Engine.Tests.Indexes.Text.Analysis;

public sealed class EnglishStemmerTests
{
    [Fact]
    public void The_published_vocabulary_has_the_published_stems()
    {
        var wrong = new List<string>();
        int count = 0;
        foreach ((string word, string stem) in TestData.EnglishStems())
        {
            count++;
            if (Stem(word) != stem)
                wrong.Add($"{word}: {Stem(word)}, not {stem}");
        }

        Assert.Empty(wrong);
        Assert.True(count > 42_000, $"{count} words");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("is", "is")]
    [InlineData("dog’s", "dog")]
    [InlineData("dog's'", "dog")]
    [InlineData("'''", "'")]
    [InlineData("naïvely", "naïv")]
    [InlineData("東京ing", "東京ing")]
    [InlineData("yayyy", "yayyy")]
    public void Words_that_are_not_in_it_have_stems_by_the_same_rules(string word, string stem) => Assert.Equal(stem, Stem(word));

    [Fact]
    public void No_word_is_too_strange() =>
        Gen.OneOfConst([.. "aeiouy'’bslnitgd", '\0', 'é', '\uD83D']).Array[0, 12].Sample(letters => Stem(new string(letters)).Length <= letters.Length);

    private static string Stem(string word)
    {
        char[] letters = word.ToCharArray();
        return new string(letters, 0, EnglishStemmer.Stem(letters));
    }
}

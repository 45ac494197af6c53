using System.Text;
using Zvec.Engine.Indexes.Text.Analysis;

namespace Zvec.Engine.Tests.Indexes.Text.Analysis;

public sealed class FoldingTests
{
    [Fact]
    public void Letters_of_either_case_fold_to_the_same()
    {
        var wrong = new List<string>();
        int folded = 0;
        for (int codePoint = 0; codePoint <= 0x10FFFF; codePoint++)
        {
            if (!Rune.IsValid(codePoint) || codePoint is 'İ')
                continue;
            int fold = CaseFolding.Fold(codePoint);
            if (fold != codePoint)
                folded++;
            if (fold != CaseFolding.Fold(fold) || fold != CaseFolding.Fold(Rune.ToUpperInvariant(new Rune(codePoint)).Value)
                || fold != CaseFolding.Fold(Rune.ToLowerInvariant(new Rune(codePoint)).Value))
            {
                wrong.Add($"U+{codePoint:X4}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(folded > 1_400, $"{folded} letters");
    }

    [Theory]
    [InlineData('A', 'a')]
    [InlineData('É', 'é')]
    [InlineData('ς', 'σ')]
    [InlineData('Σ', 'σ')]
    [InlineData('ẞ', 'ß')]
    [InlineData('İ', 'i')]
    [InlineData('ı', 'ı')]
    [InlineData('K', 'k')]
    [InlineData('Я', 'я')]
    [InlineData('中', '中')]
    public void Known_letters_fold_as_known(char letter, char folded) => Assert.Equal(folded, (char)CaseFolding.Fold(letter));

    [Theory]
    [InlineData("Café Ångström naïve", "Cafe Angstrom naive")]
    [InlineData("Straße Œuvre Ærø þorn ðæt", "Strasse OEuvre AEro thorn daet")]
    [InlineData("Łódź Đoković Żółć ığ", "Lodz Dokovic Zolc ig")]
    [InlineData("e\u0301le\u0300ve", "eleve")]
    [InlineData("ｆｕｌｌ　１２３", "full　123")]
    [InlineData("ﬁn ½ x² ①", "fin 1/2 x2 1")]
    [InlineData("don’t “x” a–b", "don't \"x\" a-b")]
    [InlineData("Việt Nam Nguyễn", "Viet Nam Nguyen")]
    [InlineData("Ελλάδα й и\u0306 東京 한국", "Ελλάδα й и\u0306 東京 한국")]
    public void Characters_become_what_they_look_like(string text, string folded)
    {
        var filter = new TermFilter(new TextIndexOptions { LowerCase = false, AsciiFolding = true });
        char[] into = new char[text.Length * TermFilter.MaxGrowth];
        Assert.Equal(folded, new string(into, 0, filter.Fold(text, into)));
    }

    [Fact]
    public void Every_likeness_is_short_ASCII_and_no_character_has_two()
    {
        var seen = new HashSet<char>();
        foreach ((string ascii, string characters) in AsciiFoldingData.Pairs)
        {
            Assert.InRange(ascii.Length, 1, AsciiFolding.MaxLength);
            Assert.True(Ascii.IsValid(ascii));
            Assert.All(characters, character => Assert.True(!char.IsAscii(character) && seen.Add(character), $"U+{(int)character:X4}"));
        }

        Assert.True(seen.Count > 1_000);
    }

    [Fact]
    public void Folding_goes_by_the_case_of_the_letter_and_either_order_gives_the_same()
    {
        var fold = new TermFilter(new TextIndexOptions { LowerCase = false, AsciiFolding = true });
        var both = new TermFilter(new TextIndexOptions { AsciiFolding = true });
        Span<char> one = stackalloc char[8];
        Span<char> other = stackalloc char[8];
        foreach (char character in AsciiFoldingData.Pairs.Where(pair => pair.Ascii.All(char.IsAsciiLetter)).SelectMany(pair => pair.Characters))
        {
            int length = fold.Fold([character], one);
            int both1 = both.Fold(one[..length], other);
            string folded = new(other[..both1]);
            int both2 = both.Fold([character], one);
            Assert.Equal(folded, new string(one[..both2]));
        }
    }
}

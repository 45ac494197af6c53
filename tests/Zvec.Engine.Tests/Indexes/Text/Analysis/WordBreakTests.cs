using CsCheck;
using Zvec.Engine.Indexes.Text.Analysis;

namespace Zvec.Engine.Tests.Indexes.Text.Analysis;

public sealed class WordBreakTests
{
    /// <summary>Characters of every class, in and out of the basic plane.</summary>
    private static readonly string[] Characters =
    [
        "\r", "\n", "\u0085", " ", "\u3000", "\u0308", "\u00AD", "\u200D", "🇦", "🇿", "カ", "ー", "א", "ב", "a", "B", "é", "𐐨", "한", "Ⓜ", "ℹ", "'",
        "\"", ".", "’", ":", "·", ",", ";", "1", "٣", "_", "©", "👩", "⌚", "中", "𠀀", "あ", "ก", "½", "!", "-", "\uD800", "\u0001",
    ];

    [Fact]
    public void Unicodes_own_test_has_the_same_boundaries()
    {
        var wrong = new List<string>();
        int count = 0;
        foreach ((string text, int[] expected) in TestData.WordBreaks())
        {
            count++;
            if (!Boundaries(text).SequenceEqual(expected) || !WordBreakModel.Boundaries(text).SequenceEqual(expected))
                wrong.Add(string.Join(' ', text.Select(unit => $"{(int)unit:X4}")));
        }

        Assert.Empty(wrong);
        Assert.Equal(1944, count);
    }

    [Fact]
    public void Random_texts_have_the_boundaries_that_the_rules_give_one_by_one() =>
        Gen.OneOfConst(Characters).Array[0, 24].Sample(characters =>
        {
            string text = string.Concat(characters);
            Assert.Equal(WordBreakModel.Boundaries(text), Boundaries(text));
        }, iter: 50_000);

    [Fact]
    public void Characters_stand_for_all_classes()
    {
        var classes = new SortedSet<WordBreakClass>();
        foreach (string character in Characters)
        {
            int at = 0;
            classes.Add(WordBreakTable.Read(character, ref at));
            Assert.Equal(character.Length, at);
        }

        Assert.Equal(Enum.GetValues<WordBreakClass>(), classes);
    }

    private static int[] Boundaries(string text)
    {
        var boundaries = new List<int>();
        for (int at = 0; at < text.Length; at = WordBreaks.FindEnd(text, at, out _))
            boundaries.Add(at);
        return text.Length == 0 ? [] : [.. boundaries, text.Length];
    }
}

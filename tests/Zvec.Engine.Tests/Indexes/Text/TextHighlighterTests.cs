using System.Text;
using CsCheck;
using Zvec.Engine.Indexes.Text;

namespace Zvec.Engine.Tests.Indexes.Text;

public sealed class TextHighlighterTests
{
    [Fact]
    public void Terms_are_found_in_whatever_form_they_stand()
    {
        TextHighlighter highlighter = New(new TextIndexOptions { Stemmer = TextStemmer.English });
        highlighter.AddTerm("connect"u8);
        highlighter.AddPrefix("wor"u8);
        Assert.Equal("[Connections], [CONNECTED]; [world] or [words], no sword", Marked(highlighter, "Connections, CONNECTED; world or words, no sword"));
        Assert.Empty(highlighter.Find(""));
    }

    [Theory]
    [InlineData(0, "a quick [brown] [fox] and a fox, brown too; brown, quick fox")]
    [InlineData(1, "a quick [brown] [fox] and a fox, brown too; [brown], quick [fox]")]
    [InlineData(2, "a quick [brown] [fox] and a [fox], [brown] too; [brown], quick [fox]")]
    public void Phrases_are_found_only_where_they_stand_together(int slop, string marked)
    {
        TextHighlighter highlighter = New(new TextIndexOptions());
        highlighter.AddPhrase([new("brown"u8.ToArray(), 0), new("fox"u8.ToArray(), 1)], slop);
        Assert.Equal(marked, Marked(highlighter, "a quick brown fox and a fox, brown too; brown, quick fox"));
    }

    [Fact]
    public void What_overlaps_is_one()
    {
        TextHighlighter highlighter = New(new TextIndexOptions { CjkBigrams = true });
        highlighter.AddTerm(Encoding.UTF8.GetBytes("東京"));
        highlighter.AddTerm(Encoding.UTF8.GetBytes("京都"));
        Assert.Equal("a [東京都] b [東京]x [京都]", Marked(highlighter, "a 東京都 b 東京x 京都"));
    }

    [Fact]
    public void Gaps_of_a_phrase_are_kept()
    {
        TextHighlighter highlighter = New(new TextIndexOptions { StopWords = StopWordSet.English });
        highlighter.AddPhrase([new("cat"u8.ToArray(), 0), new("mat"u8.ToArray(), 3)], 0);
        Assert.Equal("cat mat, the [cat] on the [mat]", Marked(highlighter, "cat mat, the cat on the mat"));
    }

    [Fact]
    public void Random_phrases_are_found_where_a_search_of_all_combinations_finds_them() =>
        Gen.Select(Gen.Char["abc"].Array[0, 12], Gen.Char["abc"].Array[1, 3], Gen.Int[0, 3]).Sample((words, phrase, slop) =>
        {
            TextHighlighter highlighter = New(new TextIndexOptions());
            highlighter.AddPhrase([.. phrase.Select((letter, i) => new PhraseTerm([(byte)letter], i))], slop);
            var expected = new SortedSet<int>();
            Combine(words, phrase, slop, [], expected);

            // the highlighter marks the closest only, so that all it marks is expected, and something is where something is
            HashSet<int> found = [.. highlighter.Find(string.Join(' ', words)).Select(span => span.Start / 2)];
            Assert.Subset(expected, found);
            Assert.Equal(expected.Count > 0, found.Count > 0);
            if (slop == 0)
                Assert.Equal(expected, found.Order());
        });

    private static void Combine(char[] words, char[] phrase, int slop, List<int> chosen, SortedSet<int> expected)
    {
        if (chosen.Count == phrase.Length)
        {
            int[] moved = [.. chosen.Select((place, i) => place - i)];
            if (moved.Max() - moved.Min() <= slop)
                expected.UnionWith(chosen);
            return;
        }

        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] == phrase[chosen.Count])
                Combine(words, phrase, slop, [.. chosen, i], expected);
        }
    }

    private static TextHighlighter New(TextIndexOptions options) => new(TextAnalyzer.For(options));

    private static string Marked(TextHighlighter highlighter, string text)
    {
        var marked = new StringBuilder();
        int end = 0;
        foreach (HighlightSpan span in highlighter.Find(text))
        {
            marked.Append(text.AsSpan(end, span.Start - end)).Append('[').Append(text.AsSpan(span.Start, span.End - span.Start)).Append(']');
            end = span.End;
        }

        return marked.Append(text.AsSpan(end)).ToString();
    }
}

using Zvec.SemanticKernel.Tests.Support;

namespace Zvec.SemanticKernel.Tests;

/// <summary>Numbered sources, and answers that cite them.</summary>
public sealed class CitationTests(Passages passages) : IClassFixture<Passages>
{
    private static readonly Citations Three = new(
    [
        new Citation(1, "First text\n", "First", "https://example.org/1"),
        new Citation(2, "Second text", "Second"),
        new Citation(3, "Third"),
    ]);

    [Fact]
    public async Task Results_are_numbered_from_the_best()
    {
        var search = new HybridTextSearch<Passage>(passages.Collection);
        Citations all = await search.GetCitationsAsync("P0420", new() { Top = 5 });
        Assert.Equal([1, 2, 3, 4, 5], all.Select(source => source.Number));
        Assert.Equal(("Error P0420", "https://example.org/p3"), (all[0].Name, all[0].Link));
        Assert.Equal(all.Select(source => source.Score).OrderDescending(), all.Select(source => source.Score));

        Citations rest = await search.GetCitationsAsync("P0420", new() { Top = 2, Skip = 3 });
        Assert.Equal(all.Skip(3).Select(source => (source.Number, source.Text)), rest.Select(source => (source.Number, source.Text)));
    }

    [Fact]
    public void A_prompt_shows_number_name_link_and_text()
    {
        Assert.Equal(
            "[1] First (https://example.org/1)\nFirst text\n\n[2] Second\nSecond text\n\n[3]\nThird", Three.ToString());
        Assert.Equal("[4] file.md", new Citation(4, "", link: "file.md").ToString());
        Assert.Equal("", new Citations([]).ToString());
    }

    [Theory]
    [InlineData("It is so [2], and also [1]; see [2].", "2 1", "")]
    [InlineData("It is so [1, 3].", "1 3", "")]
    [InlineData("It is so [ 3 ,1 ][2].", "3 1 2", "")]
    [InlineData("It is so [1][4] and [0, 2].", "1 2", "4 0")]
    [InlineData("Nothing: [], [x], [1a], [1 2], [-1], (1), 1, [1,", "", "")]
    [InlineData("A number beyond all: [99999999999999999999]", "", "")]
    [InlineData("", "", "")]
    public void An_answer_cites_by_numbers_in_brackets(string answer, string cited, string unknown)
    {
        Assert.Equal(Numbers(cited), Three.CitedIn(answer).Select(source => source.Number));
        Assert.Equal(Numbers(unknown), Three.UnknownIn(answer));
    }

    [Fact]
    public void Long_answers_are_read_in_little_time()
    {
        string answer = string.Concat(Enumerable.Repeat("[1, 2, ", 20_000)) + "[3]";
        Assert.Equal([3], Three.CitedIn(answer).Select(source => source.Number));
    }

    [Fact]
    public void Numbers_are_not_shared() =>
        Assert.Throws<ArgumentException>(() => new Citations([new Citation(1, "a"), new Citation(1, "b")]));

    private static IEnumerable<int> Numbers(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
}

using Microsoft.SemanticKernel.Data;
using Zvec.SemanticKernel.Tests.Support;

namespace Zvec.SemanticKernel.Tests;

/// <summary>Results that a reranker scores anew.</summary>
public sealed class RerankingTests(Passages passages) : IClassFixture<Passages>
{
    [Fact]
    public async Task The_rerankers_scores_decide_the_order()
    {
        var reranker = new WrittenReranker(text => text.Length);
        HybridTextSearch<Passage> search = Make(new() { Reranker = reranker });
        Citations found = await search.GetCitationsAsync("oil", new() { Top = 4 });
        Assert.Equal(Passages.All.OrderByDescending(passage => passage.Text.Length).Take(4).Select(passage => passage.Text), Texts(found));
        Assert.Equal(found.Select(source => (double?)source.Text.Length), found.Select(source => source.Score));
        Assert.Equal("oil", reranker.Query);
        Assert.Equal(Passages.All.Count, reranker.Texts.Count);
    }

    [Fact]
    public async Task Skipping_comes_after_reranking()
    {
        HybridTextSearch<Passage> search = Make(new() { Reranker = new WrittenReranker(text => -text.Length) });
        string[] all = [.. Texts(await search.GetCitationsAsync("oil", new() { Top = 12 }))];
        Assert.Equal(all[3..5], Texts(await search.GetCitationsAsync("oil", new() { Top = 2, Skip = 3 })));
    }

    [Fact]
    public async Task Only_the_best_candidates_are_scored_and_never_fewer_than_wanted()
    {
        var reranker = new WrittenReranker(_ => 0);
        HybridTextSearch<Passage> search = Make(new() { Reranker = reranker, RerankCandidates = 3 });
        string[] plain = await (await Make(new()).SearchAsync("oil", new() { Top = 6 })).Results.ToArrayAsync();

        Assert.Equal(plain[..2], Texts(await search.GetCitationsAsync("oil", new() { Top = 2 })));
        Assert.Equal(plain[..3], reranker.Texts);
        Assert.Equal(plain[2..6], Texts(await search.GetCitationsAsync("oil", new() { Top = 4, Skip = 2 })));
        Assert.Equal(plain, reranker.Texts);
    }

    [Fact]
    public async Task The_threshold_is_one_of_the_rerankers_scores()
    {
        HybridTextSearch<Passage> search = Make(new() { Reranker = new WrittenReranker(text => text.Length), ScoreThreshold = 60 });
        Assert.Equal(
            Passages.All.Select(passage => passage.Text).Where(text => text.Length >= 60).Order(),
            Texts(await search.GetCitationsAsync("oil", new() { Top = 12 })).Order());
    }

    [Fact]
    public async Task A_filter_holds_and_nothing_found_is_not_scored()
    {
        var reranker = new WrittenReranker(_ => throw new InvalidOperationException("There is nothing to score."));
        HybridTextSearch<Passage> search = Make(new() { Reranker = reranker });
        Assert.Empty(await search.GetCitationsAsync("oil", new() { Filter = passage => passage.Year > 3000 }));
    }

    [Fact]
    public async Task Scores_that_make_no_order_are_refused()
    {
        HybridTextSearch<Passage> unordered = Make(new() { Reranker = new WrittenReranker(_ => double.NaN) });
        await Assert.ThrowsAsync<InvalidOperationException>(() => unordered.GetCitationsAsync("oil"));
        HybridTextSearch<Passage> few = Make(new() { Reranker = new OneScore() });
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => few.GetCitationsAsync("oil"));
        Assert.Contains("1 scores for 12 texts", failure.Message, StringComparison.Ordinal);
    }

    private HybridTextSearch<Passage> Make(HybridTextSearchOptions<Passage> options) => new(passages.Collection, options);

    private static IEnumerable<string> Texts(Citations citations) => citations.Select(source => source.Text);

    private sealed class OneScore : ITextReranker
    {
        public ValueTask<IReadOnlyList<double>> ScoreAsync(
            string query, IReadOnlyList<string> texts, CancellationToken cancellationToken) => new([1.0]);
    }
}

using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;
using Zvec.Engine;
using Zvec.SemanticKernel.Tests.Support;
using Zvec.VectorData;

namespace Zvec.SemanticKernel.Tests;

/// <summary>Text search by meaning and keywords.</summary>
public sealed class HybridTextSearchTests(Passages passages) : IClassFixture<Passages>
{
    private HybridTextSearch<Passage> Make(HybridTextSearchOptions<Passage>? options = null) => new(passages.Collection, options);

    [Theory]
    [InlineData("P0420", "p3")]
    [InlineData("what does the code P0420 mean?", "p3")]
    [InlineData("repairing vehicles", "p1")]
    [InlineData("hydrogen galaxies", "p8")]
    public async Task Words_and_meanings_are_both_found(string query, string best)
    {
        Passage[] found = await (await Make().GetSearchResultsAsync(query)).Results.ToArrayAsync();
        Assert.Equal(5, found.Length);
        Assert.Equal(best, found[0].Id);
    }

    [Fact]
    public async Task The_results_are_those_of_the_collections_own_hybrid_search()
    {
        foreach (string query in Passages.All.Select(passage => passage.Title))
        {
            Passage[] expected = await passages.Collection
                .HybridSearchAsync(query, query.Split(' '), top: 4, new() { Skip = 1, Filter = passage => passage.Year > 1990 })
                .Select(result => result.Record)
                .ToArrayAsync();
            TextSearchOptions<Passage> options = new() { Top = 4, Skip = 1, Filter = passage => passage.Year > 1990 };
            Passage[] records = await (await Make().GetSearchResultsAsync(query, options)).Results.ToArrayAsync();
            Assert.Equal(expected.Select(passage => passage.Id), records.Select(passage => passage.Id));
            Assert.Equal(
                expected.Select(passage => passage.Text), await (await Make().SearchAsync(query, options)).Results.ToArrayAsync());
            TextSearchResult[] results = await (await Make().GetTextSearchResultsAsync(query, options)).Results.ToArrayAsync();
            Assert.Equal(
                expected.Select(passage => (passage.Text, passage.Title, passage.Link)),
                results.Select(result => (result.Value, result.Name!, result.Link)));
        }
    }

    [Fact]
    public async Task The_filters_of_the_options_and_of_the_search_both_hold()
    {
        HybridTextSearch<Passage> search = Make(new() { Filter = passage => passage.Subject == "cooking" });
        Assert.Equal(["p4", "p5", "p6"], (await IdsAsync(search, "oil", new() { Top = 10 })).Order());
        Assert.Equal(["p4", "p5"], (await IdsAsync(search, "oil", new() { Top = 10, Filter = other => other.Rating > 1 })).Order());
    }

    [Fact]
    public async Task Fusion_decides_between_words_and_meanings()
    {
        // The keyword is in the fourth passage only; the vector is that of music.
        const string Query = "rhythm and melody of yeast";
        HybridTextSearchOptions<Passage> options = new() { Keywords = _ => ["yeast"], Fusion = Fusion.Rrf(weights: [1, 0.01]) };
        string[] near = await IdsAsync(Make(options), Query);
        options.Fusion = Fusion.Rrf(weights: [0.01, 1]);
        string[] worded = await IdsAsync(Make(options), Query);
        Assert.Equal("p4", worded[0]);
        Assert.NotEqual("p4", near[0]);

        ZvecHybridSearchOptions<Passage> own = new() { Fusion = Fusion.Rrf(weights: [1, 0.01]) };
        Assert.Equal(
            await passages.Collection.HybridSearchAsync(Query, ["yeast"], 5, own).Select(result => result.Record.Id).ToArrayAsync(), near);
    }

    [Fact]
    public async Task Fusion_and_candidates_reach_the_collection()
    {
        var other = new ListedPassages(Passages.All, system: null);
        var fusion = Fusion.Weighted(1, 2);
        await IdsAsync(new HybridTextSearch<Passage>(other, new() { Fusion = fusion, Candidates = 7 }), "oil");
        var received = Assert.IsType<ZvecHybridSearchOptions<Passage>>(other.Options);
        Assert.Equal((fusion, 7), (received.Fusion, received.Candidates));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HybridTextSearchOptions<Passage> { Candidates = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HybridTextSearchOptions<Passage> { RerankCandidates = 0 });
    }

    [Fact]
    public async Task Scores_below_the_threshold_are_left_out()
    {
        Citations all = await Make().GetCitationsAsync("oil", new() { Top = 10 });
        Assert.Equal(10, all.Count);
        HybridTextSearch<Passage> search = Make(new() { ScoreThreshold = all[2].Score });
        Assert.Equal(all.Take(3).Select(source => source.Text), await (await search.SearchAsync("oil")).Results.ToArrayAsync());
    }

    [Fact]
    public async Task A_generator_of_the_search_serves_a_collection_without_one()
    {
        using var bare = new ZvecCollection<string, BarePassage>(passages.Path, Passages.Name);
        await Assert.ThrowsAsync<NotSupportedException>(
            async () => await (await new HybridTextSearch<BarePassage>(bare).SearchAsync("repairing vehicles")).Results.ToArrayAsync());
        var search = new HybridTextSearch<BarePassage>(bare, new() { EmbeddingGenerator = Passages.Generator });
        Assert.Equal(
            await (await Make().SearchAsync("repairing vehicles")).Results.ToArrayAsync(),
            await (await search.SearchAsync("repairing vehicles")).Results.ToArrayAsync());
    }

    [Fact]
    public async Task Any_collection_with_hybrid_search_will_do()
    {
        var other = new ListedPassages(Passages.All);
        var search = new HybridTextSearch<Passage>(other, new()
        {
            KeywordProperty = passage => passage.Text,
            VectorProperty = passage => passage.Embedding,
            ScoreThreshold = 0.5,
        });
        Assert.Equal("p5", (await IdsAsync(search, "\"golden\" garlic, GOLDEN (C#)?", new() { Skip = 0, Top = 1 }))[0]);
        Assert.Equal(["golden", "garlic", "C#"], other.Keywords);
        Assert.Equal("\"golden\" garlic, GOLDEN (C#)?", other.Value);
        Assert.Equal(typeof(HybridSearchOptions<Passage>), other.Options.GetType());
        Assert.Equal(0.5, other.Options.ScoreThreshold);
        Assert.NotNull(other.Options.AdditionalProperty);
        Assert.NotNull(other.Options.VectorProperty);

        var withGenerator = new HybridTextSearch<Passage>(other, new() { EmbeddingGenerator = Passages.Generator });
        await IdsAsync(withGenerator, "garlic");
        Assert.Equal((await Passages.Generator.GenerateVectorAsync("garlic")).ToArray(), ((ReadOnlyMemory<float>)other.Value!).ToArray());
    }

    [Fact]
    public void Choices_of_zvec_are_refused_for_other_stores()
    {
        HybridTextSearchOptions<Passage> options = new() { Fusion = Fusion.Rrf() };
        var failure = Assert.Throws<NotSupportedException>(() => new HybridTextSearch<Passage>(new ListedPassages(Passages.All), options));
        Assert.Contains("'list'", failure.Message, StringComparison.Ordinal);

        // What hides its origin may be a wrapper around a collection of Zvec.
        _ = new HybridTextSearch<Passage>(new ListedPassages(Passages.All, system: null), options);
    }

    [Fact]
    public async Task A_mapper_takes_the_place_of_the_attributes()
    {
        HybridTextSearchOptions<Passage> options = new()
        {
            ResultMapper = passage => new TextSearchResult(passage.Title) { Name = passage.Id, Link = $"#{passage.Year}" },
        };
        HybridTextSearch<Passage> search = Make(options);
        options.ResultMapper = null;
        TextSearchResult result = await (await search.GetTextSearchResultsAsync("P0420")).Results.FirstAsync();
        Assert.Equal(("Error P0420", "p3", "#2021"), (result.Value, result.Name, result.Link));
        Assert.Equal("Error P0420", await (await search.SearchAsync("P0420")).Results.FirstAsync());
    }

    [Fact]
    public async Task Bad_arguments_are_refused_before_anything_is_searched()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Make().SearchAsync(" "));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Make().SearchAsync(null!));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Make().GetSearchResultsAsync("a", new() { Top = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Make().GetCitationsAsync("a", new() { Skip = -1 }));
        Assert.Throws<ArgumentNullException>(() => new HybridTextSearch<Passage>(null!));
    }

    [Fact]
    public async Task Cancelling_ends_a_search()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        KernelSearchResults<string> results = await Make().SearchAsync("oil", cancellationToken: source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await results.Results.ToArrayAsync());
    }

    private static async Task<string[]> IdsAsync(
        HybridTextSearch<Passage> search, string query, TextSearchOptions<Passage>? options = null) =>
        await (await search.GetSearchResultsAsync(query, options)).Results.Select(passage => passage.Id).ToArrayAsync();
}

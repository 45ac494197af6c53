using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Searches by a vector and keywords together.</summary>
public class HybridSearchTests : StoreTests
{
    private static readonly ReadOnlyMemory<float> East = new float[] { 1, 0, 0 };

    [Theory]
    [InlineData("pear", "pear")]
    [InlineData("PEAR", "pear")]
    [InlineData("lemons", "lemon")]
    [InlineData("juice", "apple,lemon")]
    [InlineData("pear lemons", "lemon,pear")]
    [InlineData("pear,lemons", "lemon,pear")]
    [InlineData("-pear", "pear")]
    [InlineData("\"pear\" NOT (", "pear")]
    [InlineData("body: pear~2", "pear")]
    [InlineData("pea", "")]
    public async Task Records_with_a_keyword_come_before_those_without(string keywords, string first)
    {
        ZvecCollection<string, Note> notes = await FillAsync();
        string[] found = await IdsAsync(notes.HybridSearchAsync(East, keywords.Split(','), top: 10));
        Assert.Equal(["apple", "fig", "lemon", "pear"], found.Order());
        string[] expected = first.Length == 0 ? [] : first.Split(',');
        Assert.Equal(expected, found.Take(expected.Length).Order());
    }

    [Fact]
    public async Task What_vector_and_keywords_both_find_comes_first_and_the_rest_by_nearness()
    {
        ZvecCollection<string, Note> notes = await FillAsync(alike: false);
        VectorSearchResult<Note>[] found = await notes.HybridSearchAsync(East, ["juice"], top: 10).ToArrayAsync();
        Assert.Equal(["apple", "lemon", "fig", "pear"], found.Select(hit => hit.Record.Id));
        double[] scores = [.. found.Select(hit => hit.Score!.Value)];
        Assert.Equal(1 / 62.0, scores[2], 1e-6);
        Assert.Equal(1 / 63.0, scores[3], 1e-6);
        Assert.Equal((1 / 61.0) + (1 / 61.0) + (1 / 64.0) + (1 / 62.0), scores[0] + scores[1], 1e-6);
    }

    [Fact]
    public async Task It_is_the_same_after_optimizing_and_in_another_store()
    {
        ZvecCollection<string, Note> notes = await FillAsync(alike: false);
        string[] before = await IdsAsync(notes.HybridSearchAsync(East, ["tree", "sour"], top: 10));
        await notes.OptimizeAsync();
        Assert.Equal(before, await IdsAsync(notes.HybridSearchAsync(East, ["tree", "sour"], top: 10)));
        Assert.Equal(
            before,
            await IdsAsync(Open(readOnly: true).GetCollection<string, Note>("records").HybridSearchAsync(East, ["tree", "sour"], top: 10)));
    }

    [Fact]
    public async Task Top_skip_and_filter_apply_to_the_fused_records()
    {
        ZvecCollection<string, Note> notes = await FillAsync(alike: false);
        string[] all = await IdsAsync(notes.HybridSearchAsync(East, ["sour"], top: 10));
        Assert.Equal(["lemon"], all.Take(1));
        Assert.Equal(all[..2], await IdsAsync(notes.HybridSearchAsync(East, ["sour"], top: 2)));
        Assert.Equal(all[1..3], await IdsAsync(notes.HybridSearchAsync(East, ["sour"], top: 2, new() { Skip = 1 })));
        Assert.Empty(await IdsAsync(notes.HybridSearchAsync(East, ["sour"], top: 2, new() { Skip = 4 })));
        Assert.Equal(
            ["apple", "fig"],
            await IdsAsync(notes.HybridSearchAsync(East, ["sour"], top: 10, new() { Filter = note => note.Year < 2002 })));
    }

    [Fact]
    public async Task Vectors_are_returned_on_request()
    {
        ZvecCollection<string, Note> notes = await FillAsync();
        Note without = (await notes.HybridSearchAsync(East, ["pear"], top: 1).SingleAsync()).Record;
        Assert.Equal(("pear", 2003, 0), (without.Id, without.Year, without.Vector.Length));
        Assert.Equal(
            3, (await notes.HybridSearchAsync(East, ["pear"], top: 1, new() { IncludeVectors = true }).SingleAsync()).Record.Vector.Length);
    }

    [Fact]
    public async Task Scores_below_the_threshold_are_left_out()
    {
        ZvecCollection<string, Note> notes = await FillAsync(alike: false);
        VectorSearchResult<Note>[] all = await notes.HybridSearchAsync(East, ["juice"], top: 10).ToArrayAsync();
        Assert.Equal(all.Select(hit => hit.Score).OrderDescending(), all.Select(hit => hit.Score));
        Assert.Equal(3, await notes.HybridSearchAsync(East, ["juice"], top: 10, new() { ScoreThreshold = all[2].Score }).CountAsync());
        Assert.Equal(0, await notes.HybridSearchAsync(East, ["juice"], top: 10, new() { ScoreThreshold = 1 }).CountAsync());
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData(" ", "?!")]
    public async Task Without_words_the_nearest_are_found(params string[] keywords)
    {
        ZvecCollection<string, Note> notes = await FillAsync(alike: false);
        Assert.Equal(["apple", "fig", "pear"], await IdsAsync(notes.HybridSearchAsync(East, keywords, top: 3)));
    }

    [Fact]
    public async Task Of_several_text_properties_one_must_be_named()
    {
        ZvecCollection<int, Article> articles = await CreateAsync<int, Article>();
        await articles.UpsertAsync(
        [
            new Article { Id = 1, Title = "rain", Body = "sun", First = East, Second = new float[] { 0, 1, 0 } },
            new Article { Id = 2, Title = "sun", Body = "rain", First = new float[] { 0, 1, 0 }, Second = East },
        ]);
        HybridSearchOptions<Article> Options(bool title, bool first) => new()
        {
            AdditionalProperty = title ? article => article.Title : article => article.Body,
            VectorProperty = first ? article => article.First : article => article.Second,
        };
        ZvecHybridSearchOptions<Article> Weighted(bool title, bool first, double nearness) => new()
        {
            AdditionalProperty = Options(title, first).AdditionalProperty,
            VectorProperty = Options(title, first).VectorProperty,
            Fusion = Fusion.Weighted(nearness, 1),
        };
        foreach (bool title in new[] { true, false })
        {
            foreach (bool first in new[] { true, false })
            {
                Assert.Equal(
                    title ? 1 : 2,
                    (await articles.HybridSearchAsync(East, ["rain"], 1, Weighted(title, first, 0.1)).SingleAsync()).Record.Id);
                Assert.Equal(
                    first ? 1 : 2,
                    (await articles.HybridSearchAsync(East, ["rain"], 1, Weighted(title, first, 9)).SingleAsync()).Record.Id);
                Assert.Equal(2, await articles.HybridSearchAsync(East, ["rain"], 9, Options(title, first)).CountAsync());
            }
        }

        foreach (HybridSearchOptions<Article> options in (HybridSearchOptions<Article>[])
            [new() { AdditionalProperty = article => article.Title }, new() { VectorProperty = article => article.First }, new()])
            await Assert.ThrowsAsync<InvalidOperationException>(
                async () => await articles.HybridSearchAsync(East, ["rain"], 1, options).ToListAsync());
    }

    [Fact]
    public async Task A_property_that_is_not_for_keywords_is_refused()
    {
        ZvecCollection<string, Note> notes = await FillAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await notes.HybridSearchAsync(East, ["pear"], 1, new() { AdditionalProperty = note => note.Year }).ToListAsync());
        ZvecCollection<string, Silent> silent = await CreateAsync<string, Silent>("silent");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await silent.HybridSearchAsync(East, ["pear"], 1).ToListAsync());
    }

    [Fact]
    public async Task Dynamic_records_are_found_alike()
    {
        await FillAsync();
        ZvecDynamicCollection notes = await CreateDynamicAsync(Definition(
            new VectorStoreKeyProperty("Id", typeof(string)),
            new VectorStoreDataProperty("Text", typeof(string)) { IsFullTextIndexed = true },
            new VectorStoreDataProperty("Year", typeof(int)),
            new VectorStoreVectorProperty("Vector", typeof(ReadOnlyMemory<float>), 3)));
        VectorSearchResult<Dictionary<string, object?>>[] found = await notes
            .HybridSearchAsync(
                East, ["pear"], 2, new() { Filter = note => (int)note["Year"]! > 2001, AdditionalProperty = note => note["Text"] })
            .ToArrayAsync();
        Assert.Equal("pear", found[0].Record["Id"]);
        Assert.Equal("lemon", found[1].Record["Id"]);
        Assert.False(found[0].Record.ContainsKey("Vector"));
    }

    [Fact]
    public async Task A_generator_makes_the_vector()
    {
        ZvecCollection<string, Text> texts = Open(new LetterGenerator()).GetCollection<string, Text>("texts");
        await texts.EnsureCollectionExistsAsync();
        await texts.UpsertAsync(
            [new Text { Id = "a", Words = "one", Content = "alpha" }, new Text { Id = "b", Words = "two", Content = "beta" }]);
        Assert.Equal("b", (await texts.HybridSearchAsync("beta", ["two"], 1).SingleAsync()).Record.Id);
        Assert.Throws<NotSupportedException>(() => { _ = texts.HybridSearchAsync("beta", ["two"], 1, new() { IncludeVectors = true }); });
    }

    [Fact]
    public async Task Wrong_arguments_are_refused()
    {
        ZvecCollection<string, Note> notes = Store.GetCollection<string, Note>("none");
        Assert.Throws<ArgumentNullException>(() => { _ = notes.HybridSearchAsync<object>(null!, [], 1); });
        Assert.Throws<ArgumentNullException>(() => { _ = notes.HybridSearchAsync(East, null!, 1); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = notes.HybridSearchAsync(East, [], 0); });
        Assert.Throws<ArgumentException>(() => { _ = notes.HybridSearchAsync(East, ["a", null!], 1); });
        await Assert.ThrowsAsync<NotSupportedException>(async () => await notes.HybridSearchAsync("text", ["a"], 1).ToListAsync());
        VectorStoreException missing = await Assert.ThrowsAsync<VectorStoreException>(
            async () => await notes.HybridSearchAsync(East, ["a"], 1).ToListAsync());
        Assert.Equal(("none", "HybridSearch"), (missing.CollectionName, missing.OperationName));
    }

    [Fact]
    public async Task A_text_index_that_the_collection_lacks_is_named_and_added()
    {
        ZvecCollection<string, Plain> plain = await CreateAsync<string, Plain>();
        await plain.UpsertAsync(
            [new Plain { Id = "a", Text = "rain", Vector = East }, new Plain { Id = "b", Text = "sun", Vector = East }]);
        ZvecCollection<string, Note> notes = Store.GetCollection<string, Note>("records");
        VectorStoreException thrown = await Assert.ThrowsAsync<VectorStoreException>(
            async () => await notes.HybridSearchAsync(East, ["sun"], 1).ToListAsync());
        Assert.Contains("EnsureCollectionExistsAsync", thrown.Message, StringComparison.Ordinal);
        await notes.EnsureCollectionExistsAsync();
        Assert.Equal("b", (await notes.HybridSearchAsync(East, ["sun"], 1).SingleAsync()).Record.Id);
    }

    [Fact]
    public async Task Own_options_reach_the_search()
    {
        ZvecCollection<string, Note> notes = await FillAsync(alike: false);
        Assert.Equal(
            ["apple", "lemon"],
            (await IdsAsync(notes.HybridSearchAsync(East, ["sour"], 10, new ZvecHybridSearchOptions<Note> { Candidates = 1 }))).Order());
        string[] byWords = await IdsAsync(notes.HybridSearchAsync(
            East, ["sour"], 1, new ZvecHybridSearchOptions<Note> { Fusion = Fusion.Weighted(0, 1), Exact = true, Ef = 5, NProbe = 5 }));
        Assert.Equal(["lemon"], byWords);
        VectorSearchResult<Note>[] ranked = await notes
            .HybridSearchAsync(
                East, ["sour"], 2, new ZvecHybridSearchOptions<Note> { Reranker = new ByYear(), RerankCandidates = 4, Skip = 1 })
            .ToArrayAsync();
        Assert.Equal([("pear", 2003), ("fig", 2001)], ranked.Select(hit => (hit.Record.Id, (int)hit.Score!.Value)));
        var options = new ZvecHybridSearchOptions<Note>();
        Assert.Throws<ArgumentOutOfRangeException>(() => options.Candidates = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.RerankCandidates = 100_001);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.Ef = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.NProbe = 65_537);
    }

    [Fact]
    public void The_interface_is_implemented_and_registered()
    {
        ZvecCollection<string, Note> notes = Store.GetCollection<string, Note>("notes");
        Assert.Same(notes, notes.GetService(typeof(IKeywordHybridSearchable<Note>)));
        using ServiceProvider provider = new ServiceCollection().AddZvecCollection<string, Note>("notes", Folder).BuildServiceProvider();
        Assert.Same(
            provider.GetRequiredService<ZvecCollection<string, Note>>(), provider.GetRequiredService<IKeywordHybridSearchable<Note>>());
    }

    private static async Task<string[]> IdsAsync(IAsyncEnumerable<VectorSearchResult<Note>> found) =>
        await found.Select(hit => hit.Record.Id).ToArrayAsync();

    /// <summary>Four notes, whose vectors are alike or go from near to far: apple, fig, pear, lemon.</summary>
    private async Task<ZvecCollection<string, Note>> FillAsync(bool alike = true)
    {
        ZvecCollection<string, Note> notes = await CreateAsync<string, Note>();
        await notes.UpsertAsync(
        [
            Note("apple", 2000, "Juice, or the fruit of a tree.", 0),
            Note("fig", 2001, "Sweet; grows on a tree.", 1),
            Note("pear", 2003, "A pear is a pear: soft when ripe.", 2),
            Note("lemon", 2002, "Lemons are sour, and so is their juice!", 3),
        ]);
        return notes;

        Note Note(string id, int year, string text, int place) =>
            new() { Id = id, Year = year, Text = text, Vector = new float[] { 1, alike ? 0 : place, 0 } };
    }

    private sealed class ByYear : IReranker
    {
        public ValueTask<IReadOnlyList<float>> ScoreAsync(
            HybridQuery query, IReadOnlyList<SearchHit> candidates, CancellationToken cancellationToken) =>
            new([.. candidates.Select(hit => (float)(hit.Key.Value is "lemon" ? 9999 : (int)hit.Document["Year"]!))]);
    }

    public sealed class Note
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreData(IsFullTextIndexed = true)]
        public string? Text { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public int Year { get; set; }

        [VectorStoreVector(3)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }

    public sealed class Plain
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreData]
        public string? Text { get; set; }

        [VectorStoreData]
        public int Year { get; set; }

        [VectorStoreVector(3)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }

    public sealed class Silent
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreVector(3)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }

    public sealed class Text
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreData(IsFullTextIndexed = true)]
        public string? Words { get; set; }

        [VectorStoreVector(3)]
        public string? Content { get; set; }
    }

    public sealed class Article
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreData(IsFullTextIndexed = true)]
        public string? Title { get; set; }

        [VectorStoreData(IsFullTextIndexed = true)]
        public string? Body { get; set; }

        [VectorStoreVector(3)]
        public ReadOnlyMemory<float> First { get; set; }

        [VectorStoreVector(3)]
        public ReadOnlyMemory<float> Second { get; set; }
    }
}

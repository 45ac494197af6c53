using System.Text.Json;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;
using Zvec.SemanticKernel.Tests.Support;
using Zvec.VectorData;

namespace Zvec.SemanticKernel.Tests;

/// <summary>Filters as clauses, which plugins give to the interface without a type of record.</summary>
public sealed class FilterClauseTests(Passages passages) : IClassFixture<Passages>
{
    public static TheoryData<string, object, string> Equalities => new()
    {
        { "Subject", "cooking", "p4 p5 p6" },
        { "Year", 2012, "p5" },
        { "Year", 2012L, "p5" },
        { "Year", "2012", "p5" },
        { "Year", JsonDocument.Parse("2012").RootElement, "p5" },
        { "Year", JsonDocument.Parse("\"2012\"").RootElement, "p5" },
        { "Rating", 4, "p5" },
        { "Rating", "4.5", "p1" },
        { "Id", "p9", "p9" },
        { "Subject", "nothing", "" },
        { "Tags", "oil", "p1 p5" },
        { "Tags", "none", "" },
    };

    [Theory]
    [MemberData(nameof(Equalities))]
    public async Task An_equality_finds_what_has_the_value(string property, object value, string expected) =>
        Assert.Equal(expected, await IdsAsync(new TextSearchFilter().Equality(property, value)));

    [Fact]
    public async Task Null_finds_what_has_no_value() =>
        Assert.Equal("p3 p6 p9", await IdsAsync(new TextSearchFilter().Equality("Rating", null!)));

    [Fact]
    public async Task Several_clauses_all_hold() =>
        Assert.Equal("p5", await IdsAsync(new TextSearchFilter().Equality("Subject", "cooking").Equality("Year", "2012")));

    [Fact]
    public async Task No_clause_is_no_filter() =>
        Assert.Equal(Passages.All.Count, (await IdsAsync(new TextSearchFilter())).Split(' ').Length);

    [Fact]
    public async Task Records_that_are_dictionaries_are_filtered_by_the_names_of_their_fields()
    {
        using var fields = new ZvecDynamicCollection(passages.Path, Passages.Name, new()
        {
            EmbeddingGenerator = Passages.Generator,
            Definition = new()
            {
                Properties =
                [
                    new VectorStoreKeyProperty("Id", typeof(string)),
                    new VectorStoreDataProperty("Text", typeof(string)) { IsFullTextIndexed = true },
                    new VectorStoreDataProperty("Subject", typeof(string)),
                    new VectorStoreDataProperty("Year", typeof(int)),
                    new VectorStoreVectorProperty("Embedding", typeof(string), 100),
                ],
            },
        });
        ITextSearch search = new HybridTextSearch<Dictionary<string, object?>>(
            fields, new() { ResultMapper = record => new TextSearchResult((string)record["Id"]!) });
        TextSearchFilter filter = new TextSearchFilter().Equality("Subject", "cooking").Equality("Year", 2012);
        Assert.Equal(["p5"], await (await search.SearchAsync("oil", new TextSearchOptions { Filter = filter })).Results.ToArrayAsync());
    }

    [Theory]
    [InlineData("Colour", "red", "Subject")]
    [InlineData("Year", "soon", "soon")]
    [InlineData("Year", 1.5, "1.5")]
    [InlineData("Year", "", "Year")]
    [InlineData("Year", null, "null")]
    [InlineData("Year", 99999999999L, "99999999999")]
    public async Task What_fits_no_property_is_refused_by_name(string property, object? value, string named)
    {
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => IdsAsync(new TextSearchFilter().Equality(property, value!)));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    private async Task<string> IdsAsync(TextSearchFilter filter)
    {
        ITextSearch search = new HybridTextSearch<Passage>(passages.Collection);
        KernelSearchResults<object> found = await search.GetSearchResultsAsync("oil", new TextSearchOptions { Top = 50, Filter = filter });
        string[] ids = await found.Results.Cast<Passage>().Select(passage => passage.Id).Order(StringComparer.Ordinal).ToArrayAsync();
        return string.Join(' ', ids);
    }
}

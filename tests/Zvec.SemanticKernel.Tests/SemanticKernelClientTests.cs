using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;
using Microsoft.SemanticKernel.Functions;
using Zvec.SemanticKernel.Tests.Support;
using Zvec.VectorData;

namespace Zvec.SemanticKernel.Tests;

/// <summary>What Semantic Kernel itself builds on a vector store, over Zvec.</summary>
public sealed class SemanticKernelClientTests(Passages passages) : IClassFixture<Passages>
{
    [Fact]
    public async Task VectorStoreTextSearch_finds_the_nearest_with_a_filter_as_an_expression()
    {
        ITextSearch<Passage> search = new VectorStoreTextSearch<Passage>(passages.Collection);
        TextSearchOptions<Passage> options = new()
        {
            Top = 3,
            Skip = 1,
            Filter = passage => passage.Year > 2000 && passage.Tags.Contains("space"),
        };
        string[] expected = await passages.Collection
            .SearchAsync("an ocean on a moon", 3, new() { Skip = 1, Filter = options.Filter })
            .Select(result => result.Record.Text)
            .ToArrayAsync();
        Assert.Equal(Passages.All[7].Text, Assert.Single(expected));
        Assert.Equal(expected, await (await search.SearchAsync("an ocean on a moon", options)).Results.ToArrayAsync());
        Assert.Equal("Planets", (await (await search.GetTextSearchResultsAsync("an ocean on a moon")).Results.FirstAsync()).Name);
        Assert.Equal("p7", (await (await search.GetSearchResultsAsync("an ocean on a moon")).Results.FirstAsync()).Id);
    }

    [Fact]
    public async Task VectorStoreTextSearch_filters_by_clauses()
    {
        VectorStoreTextSearch<Passage> search = new VectorStoreTextSearch<Passage>(passages.Collection);
        TextSearchOptions options = new() { Top = 10, Filter = new TextSearchFilter().Equality("Subject", "music").Equality("Year", 1987) };
        KernelSearchResults<object> found = await search.GetSearchResultsAsync("moon", options);
        Assert.Equal(["p10"], await found.Results.Cast<Passage>().Select(passage => passage.Id).ToArrayAsync());
    }

    [Fact]
    public async Task VectorStoreTextSearch_takes_a_generator_of_its_own()
    {
        using var bare = new ZvecCollection<string, BarePassage>(passages.Path, Passages.Name);
        ITextSearch<BarePassage> search = new VectorStoreTextSearch<BarePassage>(bare, Passages.Generator);
        Assert.Equal(Passages.All[6].Text, await (await search.SearchAsync("an ocean on a moon")).Results.FirstAsync());
    }

    [Fact]
    public async Task VectorStoreTextSearch_is_registered_over_a_registered_collection()
    {
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IEmbeddingGenerator>(Passages.Generator);
        builder.AddZvecCollection<string, Passage>(Passages.Name, passages.Path).AddVectorStoreTextSearch<Passage>();
        Kernel kernel = builder.Build();
        using var services = (ServiceProvider)kernel.Services;
        kernel.Plugins.Add(services.GetRequiredService<VectorStoreTextSearch<Passage>>().CreateWithSearch("Passages"));
        FunctionResult found = await kernel.InvokeAsync("Passages", "Search", new() { ["query"] = "an ocean on a moon", ["count"] = 1 });
        Assert.Equal([Passages.All[6].Text], found.GetValue<IEnumerable<string>>()!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TextSearchStore_keeps_texts_and_documents(bool hybrid)
    {
        string name = hybrid ? "hybrid" : "vectors";
        using var texts = new TextSearchStore<Guid>(passages.Store, $"{name}-guids", 100, new() { UseHybridSearch = hybrid });
        await texts.UpsertTextAsync(Passages.All.Select(passage => passage.Text));
        Assert.Equal(Passages.All[6].Text, await (await texts.SearchAsync("an ocean on a moon")).Results.FirstAsync());
        Assert.Equal(7, await (await texts.SearchAsync("moon", new TextSearchOptions { Top = 7 })).Results.CountAsync());

        TextSearchStoreOptions options = new() { UseHybridSearch = hybrid, UseSourceIdAsPrimaryKey = true, SearchNamespace = "sky" };
        using var documents = new TextSearchStore<string>(passages.Store, $"{name}-documents", 100, options);
        await documents.UpsertDocumentsAsync(Passages.All.Select(passage => new TextSearchDocument
        {
            Text = passage.Text,
            SourceId = passage.Id,
            SourceName = passage.Title,
            SourceLink = passage.Link,
            Namespaces = { passage.Subject, "all" },
        }));
        KernelSearchResults<TextSearchResult> found =
            await documents.GetTextSearchResultsAsync("olive oil in a pan", new TextSearchOptions { Top = 10 });
        Assert.Equal(["Eclipse", "Planets", "Stars"], (await found.Results.Select(result => result.Name!).ToArrayAsync()).Order());
    }

    [Fact]
    public async Task TextSearchStore_fetches_texts_that_are_kept_elsewhere()
    {
        using var documents = new TextSearchStore<string>(passages.Store, "elsewhere", 100, new()
        {
            UseHybridSearch = false,
            SourceRetrievalCallback = requests => Task.FromResult(requests.Select(request => new TextSearchStoreSourceRetrievalResponse(
                request, Passages.All.Single(passage => passage.Id == request.SourceId).Text))),
        });
        await documents.UpsertDocumentsAsync(
            Passages.All.Select(passage => new TextSearchDocument { Text = passage.Text, SourceId = passage.Id }),
            new TextSearchStoreUpsertOptions { PersistSourceText = false });
        Assert.Equal(Passages.All[6].Text, await (await documents.SearchAsync("an ocean on a moon")).Results.FirstAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TextSearchProvider_gives_an_agent_what_was_found(bool ours)
    {
        ITextSearch search = ours
            ? new HybridTextSearch<Passage>(passages.Collection)
            : new VectorStoreTextSearch<Passage>(passages.Collection);
        var provider = new TextSearchProvider(search, options: new TextSearchProviderOptions
        {
            Top = 2,
            SearchTime = TextSearchProviderOptions.RagBehavior.BeforeAIInvoke,
            Filter = new TextSearchFilter().Equality("Subject", "sky"),
        });
        AIContext context = await provider.ModelInvokingAsync([new ChatMessage(ChatRole.User, "Which moon has an ocean?")]);
        Assert.Contains(Passages.All[6].Text, context.Instructions, StringComparison.Ordinal);
        Assert.Contains("https://example.org/p7", context.Instructions, StringComparison.Ordinal);
        Assert.DoesNotContain("garlic", context.Instructions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContextualFunctionProvider_chooses_functions_by_what_is_said()
    {
        AIFunction[] functions =
        [
            AIFunctionFactory.Create(() => "sunny", "weather", "Tells the weather: rain, sun, wind, temperature"),
            AIFunctionFactory.Create(() => "Bach", "music", "Plays a song or an orchestra"),
            AIFunctionFactory.Create(() => "booked", "travel", "Books a train, a flight or a hotel"),
        ];
        var provider = new ContextualFunctionProvider(passages.Store, 100, functions, maxNumberOfFunctions: 1, options: new()
        {
            ContextEmbeddingValueProvider = (_, messages, _) => Task.FromResult(messages.Single().Text),
        });
        AIContext context = await provider.ModelInvokingAsync([new ChatMessage(ChatRole.User, "Will there be rain and wind?")]);
        Assert.Equal("weather", Assert.Single(context.AIFunctions).Name);
    }
}

using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;
using Zvec.Engine;
using Zvec.SemanticKernel.Tests.Support;

namespace Zvec.SemanticKernel.Tests;

/// <summary>What docs/semantic-kernel.md says, as it is written there.</summary>
public sealed class GuideTests(Passages passages) : IClassFixture<Passages>
{
    [Fact]
    public async Task Values_in_a_template_are_decoded_within_messages_only()
    {
        foreach (bool within in new[] { true, false })
        {
            var model = new WrittenChatClient(_ => new ChatMessage(ChatRole.Assistant, "Yes."));
            IKernelBuilder builder = Kernel.CreateBuilder();
            builder.Services.AddSingleton<IChatClient>(model);
            await builder.Build().InvokePromptAsync(
                within ? "<message role=\"user\">{{$sources}}</message>" : "{{$sources}}", new() { ["sources"] = "List<int> & more" });
            Assert.Equal(within ? "List<int> & more" : "List&lt;int&gt; &amp; more", model.Asked.Single().Single().Text);
        }
    }

    [Fact]
    public async Task Functions_of_Semantic_Kernel_keep_the_filter_of_their_first_call_and_ours_keep_nothing()
    {
        var search = new HybridTextSearch<Passage>(passages.Collection);
        KernelFunction theirs = search.CreateSearch();
        var kernel = new Kernel();
        async Task<string> FirstAsync(int skip)
        {
            FunctionResult found = await theirs.InvokeAsync(kernel, new() { ["query"] = "moon", ["count"] = 1, ["skip"] = skip });
            return found.GetValue<IEnumerable<string>>()!.Single();
        }

        Assert.Equal(await FirstAsync(0), await FirstAsync(1));

        KernelFunction ours = search.CreateSearchWithCitations();
        async Task<string> SourceAsync(int skip) =>
            (await ours.InvokeAsync(kernel, new() { ["query"] = "moon", ["count"] = 1, ["skip"] = skip })).ToString();
        Assert.StartsWith("[1]", await SourceAsync(0), StringComparison.Ordinal);
        Assert.StartsWith("[2]", await SourceAsync(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_options_of_the_guide_work_together()
    {
        var search = new HybridTextSearch<Passage>(passages.Collection, new()
        {
            Filter = page => page.Year >= 2000,
            Fusion = Fusion.Rrf(weights: [1, 2]),
            Reranker = new WrittenReranker(text => text.Contains("P0420", StringComparison.Ordinal) ? 1 : 0),
        });
        KernelSearchResults<TextSearchResult> found = await search.GetTextSearchResultsAsync(
            "what does the code P0420 mean?", new() { Top = 3, Filter = page => page.Title != "" });
        TextSearchResult[] results = await found.Results.ToArrayAsync();
        Assert.Equal(3, results.Length);
        Assert.Equal("Error P0420", results[0].Name);
    }

    [Fact]
    public async Task The_registration_of_the_guide_works()
    {
        string path = Directory.CreateTempSubdirectory("zvec-guide-").FullName;
        try
        {
            var model = new WrittenChatClient(_ => new ChatMessage(ChatRole.Assistant, "So it is [1]."));
            IKernelBuilder builder = Kernel.CreateBuilder();
            builder.Services.AddSingleton<IEmbeddingGenerator>(Passages.Generator).AddSingleton<IChatClient>(model);
            builder.AddZvecCollection<string, Passage>("pages", path).AddZvecTextSearch<Passage>();
            Kernel kernel = builder.Build();
            using var services = (ServiceProvider)kernel.Services;
            var search = kernel.GetRequiredService<HybridTextSearch<Passage>>();
            kernel.Plugins.Add(search.CreateWithCitations("Pages"));

            var pages = kernel.GetRequiredService<VectorStoreCollection<string, Passage>>();
            await pages.EnsureCollectionExistsAsync();
            await pages.UpsertAsync(
                [new Passage { Id = "1", Title = "Moons", Text = "Europa has an ocean." }, new Passage { Id = "2", Text = "Bread." }]);
            await kernel.InvokePromptAsync(
                "{{Pages.SearchWithCitations query=$question count='4'}}", new() { ["question"] = "Which moon has an ocean?" });
            Assert.StartsWith("[1] Moons\nEuropa has an ocean.", model.Asked.Single().Single().Text, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }
}

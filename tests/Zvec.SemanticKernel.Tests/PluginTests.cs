using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;
using Zvec.SemanticKernel.Tests.Support;
using FunctionCall = Microsoft.Extensions.AI.FunctionCallContent;
using ResultOfCall = Microsoft.Extensions.AI.FunctionResultContent;

namespace Zvec.SemanticKernel.Tests;

/// <summary>The search as a plugin: called, in prompt templates, and by a model.</summary>
public sealed class PluginTests(Passages passages) : IClassFixture<Passages>
{
    private HybridTextSearch<Passage> Search => new(passages.Collection);

    [Fact]
    public async Task The_kernels_own_functions_search()
    {
        var kernel = new Kernel();
        kernel.Plugins.Add(Search.CreateWithSearch("Texts"));
        kernel.Plugins.Add(Search.CreateWithGetTextSearchResults("Results"));
        kernel.Plugins.Add(Search.CreateWithGetSearchResults("Records"));
        KernelArguments arguments = new() { ["query"] = "what does the code P0420 mean?", ["count"] = 1 };

        FunctionResult texts = await kernel.InvokeAsync("Texts", "Search", arguments);
        Assert.Equal([Passages.All[2].Text], texts.GetValue<IEnumerable<string>>()!);
        FunctionResult results = await kernel.InvokeAsync("Results", "GetTextSearchResults", arguments);
        Assert.Equal("https://example.org/p3", results.GetValue<IEnumerable<TextSearchResult>>()!.Single().Link);
        FunctionResult records = await kernel.InvokeAsync("Records", "GetSearchResults", arguments);
        Assert.Equal("p3", Assert.IsType<Passage>(records.GetValue<IEnumerable<object>>()!.Single()).Id);
    }

    [Fact]
    public async Task A_function_with_a_parameter_of_its_own_filters_by_it()
    {
        // Semantic Kernel's function keeps the filter of its first call, so that each call needs one of its own.
        KernelFunction Create() => Search.CreateGetSearchResults(new KernelFunctionFromMethodOptions
        {
            FunctionName = "SearchSubject",
            Parameters =
            [
                new KernelParameterMetadata("query") { IsRequired = true },
                new KernelParameterMetadata("Subject") { IsRequired = true },
                new KernelParameterMetadata("Year"),
            ],
        });
        Assert.Equal(["p4", "p5", "p6"], await FindAsync(Create(), new() { ["query"] = "oil", ["count"] = 9, ["Subject"] = "cooking" }));
        Assert.Equal(["p5"], await FindAsync(Create(), new() { ["query"] = "oil", ["Subject"] = "cooking", ["Year"] = "2012" }));
    }

    [Fact]
    public async Task A_prompt_template_shows_numbered_sources_to_the_model()
    {
        var model = new WrittenChatClient(_ => new ChatMessage(ChatRole.Assistant, "The catalyst works badly [1]."));
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatClient>(model);
        Kernel kernel = builder.Build();
        kernel.Plugins.Add(Search.CreateWithCitations("Passages"));

        FunctionResult answer = await kernel.InvokePromptAsync(
            "Answer from the sources.\n{{Passages.SearchWithCitations query=$question count='2'}}\nQuestion: {{$question}}",
            new() { ["question"] = "what does the code P0420 mean?" });

        Citations citations = await Search.GetCitationsAsync("what does the code P0420 mean?", new() { Top = 2 });
        string prompt = model.Asked.Single().Single().Text;
        Assert.Equal($"Answer from the sources.\n{citations}\nQuestion: what does the code P0420 mean?", prompt);
        Assert.StartsWith("[1] Error P0420 (https://example.org/p3)\n", citations.ToString(), StringComparison.Ordinal);
        Assert.Equal("p3", citations.CitedIn(answer.ToString()).Single().Link!.Split('/')[^1]);
    }

    [Fact]
    public async Task A_model_calls_the_function_itself()
    {
        var model = new WrittenChatClient(messages => messages[^1].Contents.OfType<ResultOfCall>().FirstOrDefault() is { } result
            ? new ChatMessage(ChatRole.Assistant, $"Seen: {result.Result}")
            : new ChatMessage(
                ChatRole.Assistant,
                [new FunctionCall("call", "Passages_SearchWithCitations", new Dictionary<string, object?>
                {
                    ["query"] = "P0420",
                    ["count"] = JsonDocument.Parse("1").RootElement,
                })]));
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatClient>(_ => model.AsBuilder().UseKernelFunctionInvocation().Build());
        Kernel kernel = builder.Build();
        kernel.Plugins.Add(Search.CreateWithCitations("Passages"));

        FunctionResult answer = await kernel.InvokePromptAsync(
            "What does the code mean?",
            new(new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));

        Assert.Equal(2, model.Asked.Count);
        Assert.Contains(Passages.All[2].Text, answer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("[2]", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_functions_options_are_the_defaults_of_a_call()
    {
        KernelFunction function = Search.CreateSearchWithCitations(
            new TextSearchOptions<Passage> { Top = 2, Skip = 1, Filter = passage => passage.Subject == "sky" });
        var kernel = new Kernel();
        string usual = (await function.InvokeAsync(kernel, new() { ["query"] = "moon" })).ToString();
        Assert.Equal(2, usual.Split("\n\n").Length);
        Assert.StartsWith("[2]", usual, StringComparison.Ordinal);
        string asked = (await function.InvokeAsync(kernel, new() { ["query"] = "moon", ["count"] = 9, ["skip"] = 0 })).ToString();
        Assert.Equal(3, asked.Split("\n\n").Length);

        KernelFunction withJson = Search.CreateSearchWithCitations(JsonSerializerOptions.Default, new() { Top = 1 });
        Assert.StartsWith("[1]", (await withJson.InvokeAsync(kernel, new() { ["query"] = "moon" })).ToString(), StringComparison.Ordinal);
        KernelPlugin plugin = Search.CreateWithCitations("Sky", JsonSerializerOptions.Default, "About the sky.");
        Assert.Equal(("Sky", "SearchWithCitations"), (plugin.Name, plugin.Single().Name));
    }

    private static async Task<string[]> FindAsync(KernelFunction function, KernelArguments arguments)
    {
        FunctionResult found = await function.InvokeAsync(new Kernel(), arguments);
        return [.. found.GetValue<IEnumerable<object>>()!.Cast<Passage>().Select(passage => passage.Id).Order()];
    }
}

using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Zvec.AgentMemory.Tests.Support;
using Zvec.VectorData;
using static Zvec.AgentMemory.Tests.Support.ScriptedChatClient;

namespace Zvec.AgentMemory.Tests;

/// <summary>The Agent Framework's own memory on a vector store, over Zvec.</summary>
public sealed class ChatHistoryMemoryTests : IAsyncLifetime
{
    private MemoryPlace _place = null!;

    public async ValueTask InitializeAsync() => _place = await MemoryPlace.CreateAsync();

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task What_was_said_in_one_session_is_shown_in_another_after_the_store_was_opened_anew()
    {
        using (var model = new ScriptedChatClient(Says("How nice."), Says("Green tea?")))
        using (ChatHistoryMemoryProvider memory = MemoryOf(_place.Store, "ann"))
        {
            AIAgent agent = AgentWith(model, memory);
            await agent.RunAsync("My sister plays the violin.", await agent.CreateSessionAsync());
            await agent.RunAsync("I drink tea in the morning.", await agent.CreateSessionAsync());
        }

        _place.Memory.Dispose();
        _place.Store.Dispose();
        using var store = new ZvecVectorStore(_place.Path, new ZvecVectorStoreOptions { EmbeddingGenerator = _place.Model.Generator });
        Assert.Contains("My sister plays the violin.", await ShownAsync(store, "ann"), StringComparison.Ordinal);
        Assert.DoesNotContain("violin", await ShownAsync(store, "bob"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_searches_what_was_said_by_itself()
    {
        var onDemand = new ChatHistoryMemoryProviderOptions
        {
            SearchTime = ChatHistoryMemoryProviderOptions.SearchBehavior.OnDemandFunctionCalling,
            FunctionToolName = "search",
        };
        using ChatHistoryMemoryProvider memory = MemoryOf(_place.Store, "ann", onDemand);
        using var model = new ScriptedChatClient(
            Says("How nice."), Calls("search", ("userQuestion", "sister violin")), Says("The violin."));
        AIAgent agent = AgentWith(model, memory);
        await agent.RunAsync("My sister plays the violin.", await agent.CreateSessionAsync());
        Assert.Equal("The violin.", (await agent.RunAsync("What does she play?", await agent.CreateSessionAsync())).Text);
        string found = model.Asked[2][^1].Contents.OfType<FunctionResultContent>().Single().Result!.ToString()!;
        Assert.Contains("My sister plays the violin.", found, StringComparison.Ordinal);
    }

    private static ChatHistoryMemoryProvider MemoryOf(
        ZvecVectorStore store, string user, ChatHistoryMemoryProviderOptions? options = null) =>
        new(
            store,
            "history",
            100,
            _ => new ChatHistoryMemoryProvider.State(
                new ChatHistoryMemoryProviderScope { ApplicationId = "tests", UserId = user },
                new ChatHistoryMemoryProviderScope { ApplicationId = "tests", UserId = user }),
            options);

    private static ChatClientAgent AgentWith(IChatClient model, AIContextProvider memory) =>
        new(model, new ChatClientAgentOptions { AIContextProviders = [memory] });

    private static async Task<string> ShownAsync(ZvecVectorStore store, string user)
    {
        using var model = new ScriptedChatClient(Says("The violin."));
        using ChatHistoryMemoryProvider memory = MemoryOf(store, user);
        AIAgent agent = AgentWith(model, memory);
        await agent.RunAsync("What does my sister play?", await agent.CreateSessionAsync());
        return string.Join('\n', model.Asked[0].Select(message => message.Text));
    }
}

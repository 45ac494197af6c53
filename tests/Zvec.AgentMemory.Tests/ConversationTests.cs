using Microsoft.Extensions.AI;
using Zvec.AgentMemory.Tests.Support;
using Zvec.Samples.AgentMemory;
using static Zvec.AgentMemory.Tests.Support.ScriptedChatClient;

namespace Zvec.AgentMemory.Tests;

/// <summary>The agent of samples/AgentMemory, with a model whose answers are written here.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task The_model_is_shown_what_is_remembered_with_each_message()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        string id = await place.RememberAsync("The user plays the violin.");
        string other = await place.RememberAsync("The user must not eat peanuts.");
        using var model = new ScriptedChatClient(Says("The violin."), Says("Peanuts."));
        Conversation conversation = await Conversation.BeginAsync(model, place.Memory, "talk");
        Assert.Equal("The violin.", await conversation.SayAsync("Which instrument do I play?"));
        Assert.Equal("Peanuts.", await conversation.SayAsync("Are peanuts bad to eat?"));

        string shown = Assert.Single(model.Asked[0], message => message.Text.Contains(id, StringComparison.Ordinal)).Text;
        Assert.Equal($"[{id}] The user plays the violin. (told on 2026-03-02)", shown.Split('\n')[1]);
        Assert.All(model.Asked.SelectMany(messages => messages), message => Assert.NotEqual(ChatRole.System, message.Role));
        Assert.Equal(["remember", "recall", "forget"], model.Options[0]!.Tools!.Select(tool => tool.Name));
        Assert.Contains("memory that outlives", model.Options[0]!.Instructions, StringComparison.Ordinal);

        // The second call has the first question and answer, and what is remembered for the second question alone.
        string[] second = [.. model.Asked[1].Select(message => message.Text)];
        Assert.Contains("Which instrument do I play?", second);
        Assert.Contains("The violin.", second);
        string recalled = Assert.Single(second, text => text.Contains('['));
        Assert.StartsWith($"[{other}]", recalled.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_remembers_corrects_and_forgets()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        using (var model = new ScriptedChatClient(
            Calls("remember", ("fact", "The user lives in Paris."), ("importance", 0.8), ("days", 30)), Says("I see.")))
        {
            Conversation talk = await Conversation.BeginAsync(model, place.Memory, "talk one");
            Assert.Equal("I see.", await talk.SayAsync("I live in Paris this month."));
            Assert.Matches("^Remembered as [0-9a-f]{8}\\.$", ResultOf(model.Asked[1]));
        }

        Fact fact = Assert.Single(await place.Memory.ListAsync().ToListAsync());
        Assert.Equal(("The user lives in Paris.", "talk one", 0.8f), (fact.Text, fact.Source, fact.Importance));
        Assert.Equal(place.Clock.GetUtcNow().AddDays(30), fact.ExpiresAt);

        using (var model = new ScriptedChatClient(
            Calls("remember", ("fact", "The user lives in Rome."), ("replaces", fact.Id)), Says("Rome, then.")))
        {
            Conversation talk = await Conversation.BeginAsync(model, place.Memory, "talk two");
            Assert.Equal("Rome, then.", await talk.SayAsync("I live in Rome now."));
        }

        fact = Assert.Single(await place.Memory.ListAsync().ToListAsync());
        Assert.Equal(("The user lives in Rome.", "talk two", null), (fact.Text, fact.Source, fact.ExpiresAt));

        using (var model = new ScriptedChatClient(
            Calls("recall", ("question", "Where does the user live?")),
            Calls("forget", ("id", fact.Id)),
            Calls("forget", ("id", "none")),
            Says("Done.")))
        {
            Conversation talk = await Conversation.BeginAsync(model, place.Memory, "talk three");
            Assert.Equal("Done.", await talk.SayAsync("Forget my town."));
            Assert.StartsWith($"[{fact.Id}] The user lives in Rome.", ResultOf(model.Asked[1]), StringComparison.Ordinal);
            Assert.Equal("Forgotten: The user lives in Rome.", ResultOf(model.Asked[2]));
            Assert.Equal("There is no fact none.", ResultOf(model.Asked[3]));
        }

        Assert.Empty(await place.ListAsync());
    }

    [Theory]
    [InlineData("importance", 7, "from 0 to 1")]
    [InlineData("days", -1, "hold for some time")]
    [InlineData("days", int.MaxValue, "")]
    [InlineData("replaces", "none", "no fact none")]
    public async Task The_model_is_told_why_something_is_refused(string parameter, object value, string reason)
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        using var model = new ScriptedChatClient(Calls("remember", ("fact", "Tea is green."), (parameter, value)), Says("Sorry."));
        Assert.Equal("Sorry.", await (await Conversation.BeginAsync(model, place.Memory, "talk")).SayAsync("Tea is green."));
        Assert.StartsWith("Not remembered. ", ResultOf(model.Asked[1]), StringComparison.Ordinal);
        Assert.Contains(reason, ResultOf(model.Asked[1]), StringComparison.Ordinal);
        Assert.Empty(await place.ListAsync());
    }

    [Fact]
    public async Task The_model_is_told_of_similar_facts()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        string id = await place.RememberAsync("The meeting is on Friday.");
        using var model = new ScriptedChatClient(Calls("remember", ("fact", "The meeting is on Monday.")), Says("Noted."));
        await (await Conversation.BeginAsync(model, place.Memory, "talk")).SayAsync("The meeting is on Monday.");
        Assert.Contains($"[{id}] The meeting is on Friday.", ResultOf(model.Asked[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_what_is_told_is_remembered_and_what_is_asked_is_recalled()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        using var model = new OfflineChatClient();
        Conversation first = await Conversation.BeginAsync(model, place.Memory, "talk one");
        string answer = await first.SayAsync("My sister plays the violin.");
        Assert.StartsWith("Remembered as ", answer, StringComparison.Ordinal);

        Conversation second = await Conversation.BeginAsync(model, place.Memory, "talk two");
        Assert.Contains("My sister plays the violin.", await second.SayAsync("What does my sister play?"), StringComparison.Ordinal);
        string id = Assert.Single(await place.Memory.ListAsync().ToListAsync()).Id;
        Assert.Equal("Forgotten: My sister plays the violin.", await second.SayAsync($"Forget {id}"));
        Assert.Equal("Nothing is known about it.", await second.SayAsync("What does my sister play?"));
    }

    private static string ResultOf(IReadOnlyList<ChatMessage> messages) =>
        messages[^1].Contents.OfType<FunctionResultContent>().Single().Result!.ToString()!;
}

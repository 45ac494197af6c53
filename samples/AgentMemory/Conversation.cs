using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Zvec.Samples.AgentMemory;

/// <summary>A conversation with an agent that has a memory.</summary>
internal sealed class Conversation
{
    private const string Instructions = "You are a helpful assistant. Answer in a few sentences.";

    private readonly AIAgent _agent;
    private readonly AgentSession _session;

    private Conversation(AIAgent agent, AgentSession session)
    {
        _agent = agent;
        _session = session;
    }

    /// <summary>Begins a conversation.</summary>
    /// <param name="model">The model; functions that it calls are called by the agent.</param>
    /// <param name="memory">What the agent knows beforehand, and what outlives the conversation.</param>
    /// <param name="source">What the conversation is called in the facts that are from it.</param>
    public static async Task<Conversation> BeginAsync(IChatClient model, Memory memory, string source)
    {
        var agent = new ChatClientAgent(model, new ChatClientAgentOptions
        {
            ChatOptions = new ChatOptions { Instructions = Instructions },
            AIContextProviders = [new MemoryContextProvider(memory, source)],

            // What is recalled for one message is not part of the next: there the memory is asked anew.
            ChatHistoryProvider = new InMemoryChatHistoryProvider(new InMemoryChatHistoryProviderOptions
            {
                StorageInputRequestMessageFilter = messages =>
                    messages.Where(message => message.GetAgentRequestMessageSourceType() == AgentRequestMessageSourceType.External),
            }),
        });
        return new Conversation(agent, await agent.CreateSessionAsync());
    }

    /// <summary>Says something, and returns the answer.</summary>
    public async Task<string> SayAsync(string text, CancellationToken cancellationToken = default) =>
        (await _agent.RunAsync(text, _session, cancellationToken: cancellationToken)).Text.Trim();
}

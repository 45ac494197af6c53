using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Zvec.Samples.AgentMemory;

/// <summary>Stands in for a model: looks for an answer when it is asked, remembers whatever else it is told, and repeats what the memory
/// says.</summary>
internal sealed class OfflineChatClient : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        FunctionResultContent? result = messages.Last().Contents.OfType<FunctionResultContent>().LastOrDefault();
        AIContent answer = result is null ? Call(messages.Last(IsSaid).Text.Trim()) : new TextContent(result.Result?.ToString());
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [answer])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    // What is recalled is a message of the user too.
    private static bool IsSaid(ChatMessage message) =>
        message.Role == ChatRole.User && message.GetAgentRequestMessageSourceType() == AgentRequestMessageSourceType.External;

    private static FunctionCallContent Call(string said) => said switch
    {
        _ when said.EndsWith('?') => Call(MemoryTools.Recall, "question", said),
        _ when said.StartsWith("forget ", StringComparison.OrdinalIgnoreCase) => Call(MemoryTools.Forget, "id", said.Split()[^1]),
        _ => Call(MemoryTools.Remember, "fact", said),
    };

    private static FunctionCallContent Call(string function, string parameter, string value) =>
        new(Guid.NewGuid().ToString("N"), function, new Dictionary<string, object?> { [parameter] = value });
}

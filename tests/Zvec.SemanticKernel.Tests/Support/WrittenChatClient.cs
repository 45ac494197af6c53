using Microsoft.Extensions.AI;

namespace Zvec.SemanticKernel.Tests.Support;

/// <summary>A model whose answers are written by the test; it keeps what it was asked.</summary>
public sealed class WrittenChatClient(Func<IReadOnlyList<ChatMessage>, ChatMessage> answer) : IChatClient
{
    public List<IReadOnlyList<ChatMessage>> Asked { get; } = [];

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] all = [.. messages];
        Asked.Add(all);
        return Task.FromResult(new ChatResponse(answer(all)));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("written") : null;

    public void Dispose()
    {
    }
}

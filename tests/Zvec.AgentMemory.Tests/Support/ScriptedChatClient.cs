using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Zvec.AgentMemory.Tests.Support;

/// <summary>A model whose answers are written by the test, one for each call; it keeps what it was given.</summary>
internal sealed class ScriptedChatClient(params Func<IReadOnlyList<ChatMessage>, AIContent>[] answers) : IChatClient
{
    public List<IReadOnlyList<ChatMessage>> Asked { get; } = [];

    public List<ChatOptions?> Options { get; } = [];

    public static Func<IReadOnlyList<ChatMessage>, AIContent> Says(string text) => _ => new TextContent(text);

    public static Func<IReadOnlyList<ChatMessage>, AIContent> Calls(string function, params (string Name, object? Value)[] arguments) =>
        _ => new FunctionCallContent("call", function, arguments.ToDictionary(argument => argument.Name, argument => argument.Value));

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] all = [.. messages];
        Asked.Add(all);
        Options.Add(options);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [answers[Asked.Count - 1](all)])));
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

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

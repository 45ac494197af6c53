using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Zvec.Samples.Shared;

/// <summary>A model behind a service that speaks like OpenAI.</summary>
/// <param name="Endpoint">Where the service is; null for OpenAI itself.</param>
/// <param name="Model">The name of the model.</param>
/// <param name="Key">The key; services on this machine take any.</param>
internal sealed record ModelSettings(Uri? Endpoint, string Model, string Key)
{
    /// <summary>Reads the environment.</summary>
    /// <returns>Null when it names no model.</returns>
    public static ModelSettings? Read(string prefix)
    {
        string? Value(string name) => Environment.GetEnvironmentVariable($"{prefix}_{name}") is { Length: > 0 } value ? value : null;

        return Value("MODEL") is { } model
            ? new ModelSettings(Value("ENDPOINT") is { } endpoint ? new Uri(endpoint) : null, model, Value("KEY") ?? "none")
            : null;
    }

    public IChatClient ToChatClient() => Client().GetChatClient(Model).AsIChatClient();

    public IEmbeddingGenerator<string, Embedding<float>> ToEmbeddingGenerator() =>
        Client().GetEmbeddingClient(Model).AsIEmbeddingGenerator();

    private OpenAIClient Client() => new(new ApiKeyCredential(Key), new OpenAIClientOptions { Endpoint = Endpoint });
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zvec.SemanticKernel.Tests.Support;

/// <summary>A service that speaks like OpenAI: the test writes its answers, vectors are made of letters, and it keeps what it was
/// asked.</summary>
public sealed class OpenAIServer : IDisposable
{
    private const int Dimensions = 26;

    private readonly HttpListener _listener = new();
    private readonly Task _work;

    public OpenAIServer(string answer)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/v1";
        }

        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _work = Task.Run(() => ServeAsync(answer));
    }

    public string Address { get; }

    /// <summary>The messages of each question, as pairs of role and text.</summary>
    public List<(string Role, string Text)[]> Asked { get; } = [];

    public int Embedded { get; private set; }

    public void Dispose()
    {
        _listener.Close();
        _work.Wait();
    }

    private async Task ServeAsync(string answer)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
                return;
            }

            JsonNode request = (await JsonNode.ParseAsync(context.Request.InputStream))!;
            JsonObject response = context.Request.Url!.AbsolutePath.EndsWith("/embeddings", StringComparison.Ordinal)
                ? Embed(request)
                : Answer(request, answer);
            context.Response.ContentType = "application/json";
            await using (var body = new Utf8JsonWriter(context.Response.OutputStream))
                response.WriteTo(body);
            context.Response.Close();
        }
    }

    private JsonObject Embed(JsonNode request)
    {
        var data = new JsonArray();
        foreach (JsonNode? text in request["input"]!.AsArray())
        {
            float[] vector = new float[Dimensions];
            foreach (char letter in text!.GetValue<string>().ToLowerInvariant().Where(char.IsAsciiLetterLower))
                vector[letter - 'a']++;
            byte[] bytes = new byte[Dimensions * sizeof(float)];
            Buffer.BlockCopy(vector, 0, bytes, 0, bytes.Length);
            data.Add(new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = data.Count,
                ["embedding"] = Convert.ToBase64String(bytes),
            });
            Embedded++;
        }

        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = data,
            ["model"] = "letters",
            ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["total_tokens"] = 1 },
        };
    }

    private JsonObject Answer(JsonNode request, string answer)
    {
        Asked.Add([.. request["messages"]!.AsArray().Select(message => ((string)message!["role"]!, TextOf(message["content"]!)))]);
        return new JsonObject
        {
            ["id"] = "1",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = "writer",
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["finish_reason"] = "stop",
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = answer },
            }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["completion_tokens"] = 1, ["total_tokens"] = 2 },
        };
    }

    private static string TextOf(JsonNode content) =>
        content is JsonArray parts ? string.Concat(parts.Select(part => (string?)part!["text"])) : content.GetValue<string>();
}

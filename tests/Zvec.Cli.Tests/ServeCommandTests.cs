using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Zvec.Cli.Tests;

/// <summary>serve.</summary>
public sealed class ServeCommandTests : CliTest
{
    private const string WriteKey = "write-0123456789abcdef";
    private const string ReadKey = "read-0123456789abcdef";

    [Fact]
    public async Task Collections_are_served_until_Ctrl_C()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that ends one process of a group.");
        CreateBooks();
        Write("server.json", $$"""{ "Zvec": { "WriteKeys": ["{{WriteKey}}"], "ReadKeys": ["{{ReadKey}}"] } }""");
        using Process server = Start(
            "serve", "--path", ".", "--urls", "http://127.0.0.1:0", "--settings", "server.json", "--Zvec:MaxTop", "2", "--json");
        try
        {
            Task<string> log = server.StandardError.ReadToEndAsync();
            JsonElement ready = JsonDocument.Parse((await server.StandardOutput.ReadLineAsync())!).RootElement;
            Assert.EndsWith(Path.GetFileName(Folder), ready.GetProperty("serving").GetString(), StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = new Uri(ready.GetProperty("urls")[0].GetString()!) };
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(client, "{}", "count", key: null));
            const string Document = """{"id":"b4","title":"x","year":1,"v":[0,0,1,0]}""";
            Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(client, Document, "documents", ReadKey));
            Assert.Equal(HttpStatusCode.OK, await SendAsync(client, Document, "documents", WriteKey));
            Assert.Equal(HttpStatusCode.OK, await SendAsync(client, """{"field":"v","id":"b1","top":2}""", "search", ReadKey));
            Assert.Equal(
                HttpStatusCode.RequestEntityTooLarge, await SendAsync(client, """{"field":"v","id":"b1","top":3}""", "search", ReadKey));
            Fails(6, "books", "optimize", "books"); // the server holds it
            Interrupt(server);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            await server.WaitForExitAsync(patience.Token);
            Assert.True(server.ExitCode == 0, await log);
        }
        finally
        {
            server.Kill();
        }

        Assert.Equal(4, Count("books"));
    }

    [Fact]
    public void What_cannot_be_served_is_told()
    {
        CreateBooks();
        Fails(2, "which is a collection", "serve", "--path", "books");
        Fails(2, "'--pathh'", "serve", "--pathh", ".");
        Fails(2, "Zvec:MaxTopp", "serve", "--path", ".", "--Zvec:MaxTopp", "3");
        Fails(2, "no value", "serve", "--path", ".", "--Zvec:MaxTop");
        Fails(2, "Zvec:MaxTop", "serve", "--path", ".", "--Zvec:MaxTop", "0");
        Fails(2, "Zvec__WriteKeys__0", "serve", "--path", ".", "--Zvec:WriteKeys:0", WriteKey);
        Fails(3, "missing.json", "serve", "--path", ".", "--settings", "missing.json");
        Fails(6, "without keys", "serve", "--path", ".", "--urls", "http://0.0.0.0:0");
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string json, string call, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/collections/books/{call}");
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        using HttpResponseMessage response = await client.SendAsync(request);
        return response.StatusCode;
    }
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Zvec.Engine;

namespace Zvec.Server.Tests.Support;

/// <summary>A server on a free port, over a folder of its own, and a client that speaks with it over HTTP.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly bool _ownsFolder;

    private TestServer(WebApplication app, string folder, bool ownsFolder)
    {
        App = app;
        Folder = folder;
        _ownsFolder = ownsFolder;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = Address };
    }

    public WebApplication App { get; }

    public string Folder { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static async Task<TestServer> StartAsync(Action<ZvecServerOptions>? configure = null, string? folder = null)
    {
        string path = folder ?? Directory.CreateTempSubdirectory("zvec-server-").FullName;
        WebApplication app = Create(path, configure);
        await app.StartAsync();
        return new TestServer(app, path, ownsFolder: folder is null);
    }

    public static WebApplication Create(string folder, Action<ZvecServerOptions>? configure = null, string url = "http://127.0.0.1:0") =>
        ZvecServer.Create(
            ["--urls", url, "--Logging:LogLevel:Default", "None"],
            options =>
            {
                options.Path = folder;
                configure?.Invoke(options);
            });

    /// <summary>Sends a body of JSON and takes the answer, whatever its status.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Sends a body of JSON, and takes the JSON of an answer that must be a success.</summary>
    public async Task<JsonNode> AskAsync(HttpMethod method, string path, string? json = null)
    {
        using HttpResponseMessage response = await SendAsync(method, path, json);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public Task<JsonNode> AskAsync(string path, string json) => AskAsync(HttpMethod.Post, path, json);

    /// <summary>Creates the collection of <see cref="Books"/> with its documents.</summary>
    public async Task CreateBooksAsync(int count = 200)
    {
        await AskAsync("/v1/collections", Books.Schema.ToJson());
        if (count > 0)
            await AskAsync("/v1/collections/books/documents", Books.ToJson(Books.Make(count)));
    }

    /// <summary>Asserts that an answer is a problem as RFC 9457 has it.</summary>
    public static async Task<JsonNode> AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, ZvecErrorCode? code = null)
    {
        using (response)
        {
            string text = await response.Content.ReadAsStringAsync();
            Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            JsonNode problem = JsonNode.Parse(text)!;
            Assert.Equal((int)status, (int)problem["status"]!);
            Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
            Assert.Equal(code?.ToString(), (string?)problem["code"]);
            return problem;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}

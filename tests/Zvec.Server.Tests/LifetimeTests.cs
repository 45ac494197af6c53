using System.Net;
using System.Text.Json.Nodes;
using Zvec.Engine;
using Zvec.Server.Tests.Support;

namespace Zvec.Server.Tests;

/// <summary>Health, metrics, the description of the API, and stopping.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task A_write_that_is_under_way_when_the_server_stops_is_finished()
    {
        string folder = Directory.CreateTempSubdirectory("zvec-server-").FullName;
        try
        {
            await using (TestServer server = await TestServer.StartAsync(folder: folder))
            {
                await server.CreateBooksAsync(count: 0);
                using var held = new HeldContent(Books.ToJson(Books.Make(100)));
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/collections/books/documents") { Content = held };
                request.Headers.ExpectContinue = true;
                Task<HttpResponseMessage> writing = server.Client.SendAsync(request);
                await held.Asked;
                Task stopping = server.App.StopAsync();
                Assert.False(stopping.IsCompleted);
                held.Release();
                using HttpResponseMessage written = await writing;
                Assert.Equal(HttpStatusCode.OK, written.StatusCode);
                await stopping;
            }

            using Collection books = Collection.Open(Path.Combine(folder, "books"));
            Assert.Equal(100, books.Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_server_says_that_it_lives_and_when_it_is_ready()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage live = await server.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using HttpResponseMessage ready = await server.GetAsync("/health/ready");
            if (ready.StatusCode == HttpStatusCode.OK)
                break;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Metrics_are_in_the_form_of_Prometheus()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 1);
        await server.AskAsync("/v1/collections/books/search", """{"field":"embedding","id":"b0","includeSelf":true}""");
        using HttpResponseMessage response = await server.GetAsync("/metrics");
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        string text = await response.Content.ReadAsStringAsync();
        Assert.Contains("http_server_request_duration_seconds_count", text, StringComparison.Ordinal);
        Assert.Contains("/v1/collections/{collection}/search", text, StringComparison.Ordinal);
        Assert.Contains("db_client_operation_duration_seconds_count", text, StringComparison.Ordinal);
        Assert.Matches("zvec_collection_documents\\{[^\\n]*\"books\"", text); // the name that the dashboard has
    }

    [Fact]
    public async Task The_description_of_the_API_has_every_call()
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonNode document = await server.AskAsync(HttpMethod.Get, "/openapi/v1.json");
        string[] calls =
        [
            .. document["paths"]!.AsObject()
                .SelectMany(path => path.Value!.AsObject().Select(call => $"{call.Key} {path.Key}"))
                .Where(call => call.Contains("/v1/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(
        [
            "delete /v1/collections/{collection}",
            "delete /v1/collections/{collection}/documents/{id}",
            "delete /v1/collections/{collection}/fields/{field}",
            "delete /v1/collections/{collection}/indexes/{field}",
            "get /v1/collections",
            "get /v1/collections/{collection}",
            "get /v1/collections/{collection}/backup",
            "get /v1/collections/{collection}/documents/{id}",
            "get /v1/collections/{collection}/stats",
            "patch /v1/collections/{collection}/documents",
            "patch /v1/collections/{collection}/fields/{field}",
            "post /v1/collections",
            "post /v1/collections/{collection}/backup",
            "post /v1/collections/{collection}/count",
            "post /v1/collections/{collection}/documents",
            "post /v1/collections/{collection}/documents/delete",
            "post /v1/collections/{collection}/documents/fetch",
            "post /v1/collections/{collection}/fields",
            "post /v1/collections/{collection}/flush",
            "post /v1/collections/{collection}/optimize",
            "post /v1/collections/{collection}/query",
            "post /v1/collections/{collection}/restore",
            "post /v1/collections/{collection}/scan",
            "post /v1/collections/{collection}/search",
            "post /v1/collections/{collection}/search/groups",
            "post /v1/collections/{collection}/search/hybrid",
            "post /v1/collections/{collection}/search/text",
            "post /v1/collections/{collection}/vectors",
            "put /v1/collections/{collection}/documents",
            "put /v1/collections/{collection}/indexes/{field}",
        ],
            calls);
        Assert.NotNull(document["components"]!["schemas"]!["VectorSearch"]!["properties"]!["vector"]);
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["ApiKey"]!["scheme"]);
        using HttpResponseMessage page = await server.GetAsync("/scalar/");
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_description_of_the_API_can_be_left_out()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.ApiReference = false);
        using HttpResponseMessage document = await server.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.NotFound, document.StatusCode);
        using HttpResponseMessage page = await server.GetAsync("/scalar/");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }
}

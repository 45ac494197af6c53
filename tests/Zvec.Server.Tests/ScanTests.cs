using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Zvec.Engine;
using Zvec.Server.Tests.Support;

namespace Zvec.Server.Tests;

public sealed class ScanTests
{
    private const string Url = "/v1/collections/books";

    [Fact]
    public async Task A_scan_streams_each_document_as_a_line()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 3_000); // more than is gathered before it is sent
        using HttpResponseMessage response = await server.PostAsync($"{Url}/scan", """{"includeVectors":true}""");
        Assert.Equal("application/jsonl", response.Content.Headers.ContentType?.MediaType);
        string[] lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            Books.Make(3_000).Select(document => DocumentJson.ToJson(document, Books.Schema)).Order(StringComparer.Ordinal),
            lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_scan_has_the_documents_and_fields_that_were_asked_for()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync();
        using HttpResponseMessage response = await server.PostAsync(
            $"{Url}/scan", """{"filter":"year >= 1980","outputFields":["year"]}""");
        string[] lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            Books.Make(200).Where(book => book.Get<int>("year") >= 1980)
                .Select(book => $$"""{"id":"{{book.Key.Value}}","year":{{book["year"]}}}""").Order(StringComparer.Ordinal),
            lines.Order(StringComparer.Ordinal));
        using HttpResponseMessage none = await server.PostAsync($"{Url}/scan", """{"filter":"year = 0"}""");
        Assert.Equal("", await none.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_scan()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.MaxConcurrentStreams = 1);
        await server.CreateBooksAsync(count: 10_000); // some megabytes, more than what lies between client and server
        using (var request = new HttpRequestMessage(HttpMethod.Post, $"{Url}/scan"))
        {
            request.Content = new StringContent("""{"includeVectors":true}""", Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using HttpResponseMessage next = await server.PostAsync($"{Url}/scan", """{"filter":"year = 0"}""");
            if (next.StatusCode == HttpStatusCode.OK)
                break;
            await TestServer.AssertProblemAsync(next, HttpStatusCode.TooManyRequests, ZvecErrorCode.ResourceExhausted);
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task A_scan_that_the_server_breaks_off_is_not_taken_for_whole()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 10_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Url}/scan");
        request.Content = new StringContent("""{"includeVectors":true}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Task stopped = server.App.StopAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
        await stopped;
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Zvec.Engine;
using Zvec.Server.Tests.Support;

namespace Zvec.Server.Tests;

public sealed class LimitTests
{
    private const string Url = "/v1/collections/books";

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.MaxBodyBytes = 20_000);
        await server.CreateBooksAsync(count: 3);
        string title = new('x', 20_000);
        await TestServer.AssertProblemAsync(
            await server.PostAsync($"{Url}/documents", $$"""[{"id":"long","year":1,"title":"{{title}}"}]"""),
            HttpStatusCode.RequestEntityTooLarge,
            ZvecErrorCode.ResourceExhausted);
        await TestServer.AssertProblemAsync(
            await server.PostAsync($"{Url}/count", $$"""{"filter":"title = '{{title}}'"}"""),
            HttpStatusCode.RequestEntityTooLarge,
            ZvecErrorCode.ResourceExhausted);
        Assert.Equal(3, (int)(await server.AskAsync($"{Url}/count", "{}"))["count"]!);
    }

    [Theory]
    [InlineData(true, null, 64L << 20)]
    [InlineData(true, 100L << 20, 100L << 20)]
    [InlineData(false, 100L << 20, 100L << 20)]
    public async Task Memory_settings_reach_the_engine(bool smallMemory, long? maxMemory, long limit)
    {
        await using TestServer server = await TestServer.StartAsync(options =>
            (options.SmallMemory, options.MaxMemory) = (smallMemory, maxMemory));
        await server.CreateBooksAsync(count: 3);
        JsonNode statistics = await server.AskAsync(HttpMethod.Get, $"{Url}/stats");
        Assert.Equal(limit, (long)statistics["memory"]!["limit"]!);
    }

    [Fact]
    public async Task A_batch_that_is_too_long_is_refused_and_one_as_long_as_allowed_is_not()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.MaxBatch = 10);
        await server.CreateBooksAsync(count: 10);
        string eleven = Books.ToJson(Books.Make(11));
        string keys = """{"ids":["a","b","c","d","e","f","g","h","i","j","k"]}""";
        foreach ((HttpMethod method, string path, string json) in new[]
        {
            (HttpMethod.Post, "documents", eleven), (HttpMethod.Put, "documents", eleven), (HttpMethod.Patch, "documents", eleven),
            (HttpMethod.Post, "documents/fetch", keys), (HttpMethod.Post, "documents/delete", keys),
        })
        {
            JsonNode problem = await TestServer.AssertProblemAsync(
                await server.SendAsync(method, $"{Url}/{path}", json),
                HttpStatusCode.RequestEntityTooLarge,
                ZvecErrorCode.ResourceExhausted);
            Assert.Contains("MaxBatch", (string?)problem["detail"], StringComparison.Ordinal);
        }

        Assert.Equal(10, (int)(await server.AskAsync($"{Url}/count", "{}"))["count"]!);
    }

    [Theory]
    [InlineData("search", """{"field":"embedding","id":"b1","top":9,"skip":2}""")]
    [InlineData("search", """{"field":"embedding","id":"b1","top":2147483647,"skip":2147483647}""")]
    [InlineData("search/text", """{"field":"title","text":"fox","top":11}""")]
    [InlineData("search/hybrid", """{"queries":[{"text":{"field":"title","text":"fox"}}],"top":11}""")]
    [InlineData("search/hybrid", """{"queries":[{"text":{"field":"title","text":"fox"}}],"candidates":11}""")]
    [InlineData("search/hybrid", """{"queries":[{"text":{"field":"title","text":"fox","top":11}}]}""")]
    [InlineData("search/groups", """{"query":{"field":"embedding","id":"b1"},"groupBy":"genre","groupCount":6,"topPerGroup":2}""")]
    [InlineData("query", """{"top":11}""")]
    public async Task A_search_that_reaches_too_far_is_refused(string path, string json)
    {
        await using TestServer server = await TestServer.StartAsync(options => options.MaxTop = 10);
        await server.CreateBooksAsync(count: 3);
        await TestServer.AssertProblemAsync(
            await server.PostAsync($"{Url}/{path}", json), HttpStatusCode.RequestEntityTooLarge, ZvecErrorCode.ResourceExhausted);
    }

    [Fact]
    public async Task Requests_beyond_those_at_work_and_waiting_are_refused_until_one_is_done()
    {
        await using TestServer server = await TestServer.StartAsync(options =>
        {
            options.MaxConcurrentRequests = 1;
            options.MaxQueuedRequests = 0;
        });
        await server.CreateBooksAsync(count: 3);
        using var held = new HeldContent("{}");
        Task<HttpResponseMessage> working = SendHeldAsync(server, held);
        await held.Asked;

        using HttpResponseMessage refused = await server.PostAsync($"{Url}/count", "{}");
        Assert.NotNull(refused.Headers.RetryAfter);
        await TestServer.AssertProblemAsync(refused, HttpStatusCode.TooManyRequests, ZvecErrorCode.ResourceExhausted);
        using HttpResponseMessage health = await server.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        held.Release();
        using HttpResponseMessage done = await working;
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            // the permit comes back just after the answer
            using HttpResponseMessage next = await server.PostAsync($"{Url}/count", "{}");
            if (next.StatusCode == HttpStatusCode.OK)
                break;
            Assert.Equal(HttpStatusCode.TooManyRequests, next.StatusCode);
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Requests_that_wait_get_their_turn()
    {
        await using TestServer server = await TestServer.StartAsync(options =>
        {
            options.MaxConcurrentRequests = 1;
            options.MaxQueuedRequests = 100;
        });
        await server.CreateBooksAsync(count: 3);
        using var held = new HeldContent("{}");
        Task<HttpResponseMessage> working = SendHeldAsync(server, held);
        await held.Asked;
        Task<JsonNode>[] waiting = [.. Enumerable.Range(0, 50).Select(_ => server.AskAsync($"{Url}/count", "{}"))];
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        held.Release();
        using HttpResponseMessage done = await working;
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(3, (int)answer["count"]!));
    }

    [Fact]
    public async Task A_read_that_takes_too_long_ends()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.RequestTimeout = TimeSpan.FromTicks(1));
        using (Collection books = Collection.Create(Path.Combine(server.Folder, "books"), Books.Schema))
            await books.InsertAsync(Books.Make(100));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            // the time is over at once, but the request may be quicker
            HttpResponseMessage response = await server.PostAsync($"{Url}/query", "{}");
            if (response.StatusCode != HttpStatusCode.OK)
            {
                await TestServer.AssertProblemAsync(response, HttpStatusCode.GatewayTimeout);
                break;
            }

            response.Dispose();
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static Task<HttpResponseMessage> SendHeldAsync(TestServer server, HeldContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{Url}/count") { Content = content };
        request.Headers.ExpectContinue = true;
        return server.Client.SendAsync(request);
    }
}

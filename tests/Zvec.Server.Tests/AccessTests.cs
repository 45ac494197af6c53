using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Zvec.Engine;
using Zvec.Server.Tests.Support;

namespace Zvec.Server.Tests;

public sealed class AccessTests
{
    private const string ReadKey = "a key that only reads";
    private const string WriteKey = "a key that reads and writes";
    private const string Url = "/v1/collections";

    [Fact]
    public async Task Without_a_key_or_with_another_nothing_is_answered()
    {
        await using TestServer server = await StartWithKeysAsync();
        foreach (string? key in (string?[])[null, "another key of that kind", ReadKey + "x", ReadKey[..^1]])
        {
            using HttpResponseMessage response = await server.SendAsync(HttpMethod.Get, Url, key: key);
            Assert.Contains(response.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
            await TestServer.AssertProblemAsync(response, HttpStatusCode.Unauthorized);
            await TestServer.AssertProblemAsync(
                await server.SendAsync(HttpMethod.Post, Url, Books.Schema.ToJson(), key), HttpStatusCode.Unauthorized);
            await TestServer.AssertProblemAsync(await server.SendAsync(HttpMethod.Get, "/metrics", key: key), HttpStatusCode.Unauthorized);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Folder));
    }

    [Fact]
    public async Task A_read_key_reads_and_a_write_key_writes_too()
    {
        await using TestServer server = await StartWithKeysAsync();
        await TestServer.AssertProblemAsync(
            await server.SendAsync(HttpMethod.Post, Url, Books.Schema.ToJson(), ReadKey), HttpStatusCode.Forbidden);
        using HttpResponseMessage created = await server.SendAsync(HttpMethod.Post, Url, Books.Schema.ToJson(), WriteKey);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        foreach (string key in (string[])[ReadKey, WriteKey])
        {
            using HttpResponseMessage read = await server.SendAsync(HttpMethod.Get, $"{Url}/books", key: key);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }

        foreach ((HttpMethod method, string path, string? body) in new (HttpMethod, string, string?)[]
        {
            (HttpMethod.Post, "books/documents", "[]"),
            (HttpMethod.Put, "books/documents", "[]"),
            (HttpMethod.Patch, "books/documents", "[]"),
            (HttpMethod.Post, "books/documents/delete", """{"ids":[]}"""),
            (HttpMethod.Delete, "books/documents/b1", null),
            (HttpMethod.Post, "books/flush", null),
            (HttpMethod.Post, "books/optimize", null),
            (HttpMethod.Post, "books/backup", """{"name":"x"}"""),
            (HttpMethod.Post, "other/restore", null),
            (HttpMethod.Delete, "books", null),
        })
        {
            await TestServer.AssertProblemAsync(
                await server.SendAsync(method, $"{Url}/{path}", body, ReadKey), HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task A_key_can_be_a_bearer_token()
    {
        await using TestServer server = await StartWithKeysAsync();
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ReadKey);
        using HttpResponseMessage response = await server.GetAsync(Url);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Health_needs_no_key()
    {
        await using TestServer server = await StartWithKeysAsync();
        using HttpResponseMessage response = await server.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Host", "attacker.example")]
    [InlineData("Origin", "http://attacker.example")]
    [InlineData("Origin", "null")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task Without_keys_only_direct_requests_of_the_same_machine_are_answered(string header, string value)
    {
        await using TestServer server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        request.Headers.Add(header, value);
        await TestServer.AssertProblemAsync(await server.Client.SendAsync(request), HttpStatusCode.Forbidden);
        using HttpResponseMessage direct = await server.GetAsync(Url);
        Assert.Equal(HttpStatusCode.OK, direct.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    public async Task Without_keys_a_server_does_not_start_on_addresses_that_others_reach(string url)
    {
        string folder = Directory.CreateTempSubdirectory("zvec-server-").FullName;
        try
        {
            await using WebApplication open = TestServer.Create(folder, url: url);
            ZvecException refused = await Assert.ThrowsAsync<ZvecException>(() => open.StartAsync());
            Assert.Equal(ZvecErrorCode.FailedPrecondition, refused.Code);
            await using WebApplication closed = TestServer.Create(folder, options => options.ReadKeys.Add(ReadKey), url);
            await closed.StartAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Options_that_are_out_of_range_are_refused_without_showing_keys()
    {
        const string Short = "too short";
        (string Named, Action<ZvecServerOptions> Change)[] changes =
        [
            ("Path", options => options.Path = " "),
            ("ReadKeys", options => options.ReadKeys.Add(Short)),
            ("WriteKeys", options => options.WriteKeys.Add(" " + WriteKey)),
            ("MaxBatch", options => options.MaxBatch = 0),
            ("MaxTop", options => options.MaxTop = 0),
            ("MaxBodyBytes", options => options.MaxBodyBytes = 0),
            ("MaxConcurrentRequests", options => options.MaxConcurrentRequests = 0),
            ("MaxQueuedRequests", options => options.MaxQueuedRequests = -1),
            ("RequestTimeout", options => options.RequestTimeout = TimeSpan.FromSeconds(-1)),
        ];
        foreach ((string named, Action<ZvecServerOptions> change) in changes)
        {
            ZvecException refused = Assert.Throws<ZvecException>(() => TestServer.Create("unused", change));
            Assert.Equal(ZvecErrorCode.InvalidArgument, refused.Code);
            Assert.Contains($"Zvec:{named}", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Short, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Options_are_read_from_the_configuration()
    {
        ZvecServerOptions? read = null;
        await using WebApplication server = ZvecServer.Create(
            [
                "--Zvec:Path", "some folder", "--Zvec:ReadKeys:0", ReadKey,
                "--Zvec:WriteKeys:0", WriteKey, "--Zvec:WriteKeys:1", WriteKey + "2",
                "--Zvec:MaxTop", "77", "--Zvec:Durability", "Buffered", "--Zvec:RequestTimeout", "00:00:05",
            ],
            options => read = options);
        Assert.Equal("some folder", read?.Path);
        Assert.Equal([ReadKey], read!.ReadKeys);
        Assert.Equal([WriteKey, WriteKey + "2"], read.WriteKeys);
        Assert.Equal(77, read.MaxTop);
        Assert.Equal(Durability.Buffered, read.Durability);
        Assert.Equal(TimeSpan.FromSeconds(5), read.RequestTimeout);
    }

    private static Task<TestServer> StartWithKeysAsync() => TestServer.StartAsync(options =>
    {
        options.ReadKeys.Add(ReadKey);
        options.WriteKeys.Add(WriteKey);
    });
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Zvec.Engine;
using Zvec.Server.Tests.Support;

namespace Zvec.Server.Tests;

/// <summary>Bad input is told as a problem with the engine's code, and changes nothing.</summary>
public sealed class ErrorTests(BooksServer books) : IClassFixture<BooksServer>
{
    private const string Url = "/v1/collections/books";

    [Theory]
    [InlineData("search", """{"field":"embedding","vector":[1,2,3]}""", 400, ZvecErrorCode.DimensionMismatch, "embedding")]
    [InlineData("search", """{"field":"none","vector":[1,2,3]}""", 404, ZvecErrorCode.NotFound, "none")]
    [InlineData("search", """{"field":"none","id":"b1"}""", 404, ZvecErrorCode.NotFound, "none")]
    [InlineData("search", """{"field":"embedding","id":"nobody"}""", 404, ZvecErrorCode.NotFound, "nobody")]
    [InlineData("search", """{"field":"embedding"}""", 400, ZvecErrorCode.InvalidArgument, "neither")]
    [InlineData("search", """{"field":"embedding","id":"b1","vector":[1]}""", 400, ZvecErrorCode.InvalidArgument, "both")]
    [InlineData("search", """{"field":"embedding","id":"b1","top":0}""", 400, ZvecErrorCode.InvalidArgument, "Top")]
    [InlineData("search", """{"field":"embedding","vector":[1,2,3,4,5,6,7,1e999]}""", 400, ZvecErrorCode.InvalidArgument, "embedding")]
    [InlineData("search", """{"field":"embedding","vector":"?"}""", 400, ZvecErrorCode.InvalidArgument, "embedding")]
    [InlineData("search", """{"field":"embedding","id":"b1","filter":"year >"}""", 400, ZvecErrorCode.InvalidArgument, "column")]
    [InlineData("search", """{"field":"embedding","id":"b1","filter":"size > 3"}""", 400, ZvecErrorCode.InvalidArgument, "size")]
    [InlineData("search", """{"field":"embedding","id":"b1","tpo":3}""", 400, ZvecErrorCode.InvalidArgument, "tpo")]
    [InlineData("search", """{"field":"embedding","id":"b1","id":"b2"}""", 400, ZvecErrorCode.InvalidArgument, "id")]
    [InlineData("search", """{"id":"b1"}""", 400, ZvecErrorCode.InvalidArgument, "field")]
    [InlineData("search", """{"field":null,"id":"b1"}""", 400, ZvecErrorCode.InvalidArgument, "field")]
    [InlineData("search", """{"field":"embedding","id":"b1","top":"many"}""", 400, ZvecErrorCode.InvalidArgument, "top")]
    [InlineData("search", """{"field":""", 400, ZvecErrorCode.InvalidArgument, "JSON")]
    [InlineData("search", "", 400, ZvecErrorCode.InvalidArgument, "")]
    [InlineData("search", "null", 400, ZvecErrorCode.InvalidArgument, "")]
    [InlineData("search/text", """{"field":"year","text":"fox"}""", 400, ZvecErrorCode.InvalidArgument, "year")]
    [InlineData("search/text", """{"text":"fox"}""", 400, ZvecErrorCode.InvalidArgument, "fields")]
    [InlineData("search/text", """{"field":"title","text":"(fox"}""", 400, ZvecErrorCode.InvalidArgument, "column")]
    [InlineData("search/hybrid", """{"queries":[]}""", 400, ZvecErrorCode.InvalidArgument, "queries")]
    [InlineData("search/hybrid", """{"queries":[{}]}""", 400, ZvecErrorCode.InvalidArgument, "either")]
    [InlineData("search/hybrid", """{"queries":[null]}""", 400, ZvecErrorCode.InvalidArgument, "")]
    [InlineData(
        "search/hybrid", """{"queries":[{"vector":{"field":"embedding","id":"b1"}}],"fusion":{"kind":"weighted"}}""",
        400, ZvecErrorCode.InvalidArgument, "weights")]
    [InlineData(
        "search/groups", """{"query":{"field":"embedding","id":"b1"},"groupBy":"none"}""", 400, ZvecErrorCode.InvalidArgument, "none")]
    [InlineData("query", """{"orderBy":[{"field":"none"}]}""", 400, ZvecErrorCode.InvalidArgument, "none")]
    [InlineData("query", """{"orderBy":[null]}""", 400, ZvecErrorCode.InvalidArgument, "orderBy")]
    [InlineData("query", """{"outputFields":[null]}""", 400, ZvecErrorCode.InvalidArgument, "outputFields")]
    [InlineData("search", """{"field":"embedding","id":"b1","outputFields":[null]}""", 400, ZvecErrorCode.InvalidArgument, "outputFields")]
    [InlineData("search/text", """{"fields":[null],"text":"fox"}""", 400, ZvecErrorCode.InvalidArgument, "fields")]
    [InlineData("count", """{"filter":"none = 1"}""", 400, ZvecErrorCode.InvalidArgument, "none")]
    [InlineData("scan", """{"filter":"none = 1"}""", 400, ZvecErrorCode.InvalidArgument, "none")]
    [InlineData("scan", """{"outputFields":["none"]}""", 400, ZvecErrorCode.InvalidArgument, "none")]
    [InlineData("documents", """[{"id":"x","year":"old"}]""", 400, ZvecErrorCode.InvalidArgument, "year")]
    [InlineData("documents", """[{"year":3}]""", 400, ZvecErrorCode.InvalidArgument, "id")]
    [InlineData("documents", """[3]""", 400, ZvecErrorCode.InvalidArgument, "")]
    [InlineData("documents", """ "text" """, 400, ZvecErrorCode.InvalidArgument, "")]
    [InlineData("documents/fetch", """{"ids":[3]}""", 400, ZvecErrorCode.InvalidArgument, "id")]
    public async Task Bad_input_is_a_problem_that_names_what_is_bad(string path, string json, int status, ZvecErrorCode code, string named)
    {
        TestServer server = books.Server;
        JsonNode problem = await TestServer.AssertProblemAsync(await server.PostAsync($"{Url}/{path}", json), (HttpStatusCode)status, code);
        Assert.Contains(named, (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal($"urn:zvec:error:{code}", (string?)problem["type"]);
        Assert.Equal(3, (int)(await server.AskAsync($"{Url}/count", "{}"))["count"]!);
    }

    [Theory]
    [InlineData("""{"name":"x"}""")]
    [InlineData("""{"fields":[]}""")]
    [InlineData("""{"name":"x","fields":[{"name":"a","type":"Complex"}]}""")]
    [InlineData("[]")]
    public async Task A_bad_schema_is_a_problem(string json)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.PostAsync("/v1/collections", json);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotImplemented, response.StatusCode.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Folder));
    }

    [Fact]
    public async Task Addresses_methods_and_types_that_are_none_are_problems()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 1);
        await TestServer.AssertProblemAsync(await server.GetAsync("/v1/nothing"), HttpStatusCode.NotFound);
        await TestServer.AssertProblemAsync(await server.SendAsync(HttpMethod.Put, $"{Url}/search", "{}"), HttpStatusCode.MethodNotAllowed);
        using var plain = new StringContent("""{"field":"embedding","id":"b0"}""", Encoding.UTF8, "text/plain");
        await TestServer.AssertProblemAsync(await server.Client.PostAsync($"{Url}/search", plain), HttpStatusCode.UnsupportedMediaType);
        using var documents = new StringContent("[]", Encoding.UTF8, "text/plain");
        await TestServer.AssertProblemAsync(
            await server.Client.PostAsync($"{Url}/documents", documents), HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_collection_that_is_damaged_is_a_failure_that_names_no_folders_and_leaves_the_others_alone()
    {
        string folder = Directory.CreateTempSubdirectory("zvec-server-").FullName;
        try
        {
            foreach (string name in (string[])["books", "bad"])
            {
                using Collection made = Collection.Create(Path.Combine(folder, name), Books.Schema);
                await made.InsertAsync(Books.Make(10));
                await made.FlushAsync();
            }

            string file = Directory.EnumerateFiles(Path.Combine(folder, "bad"), "*.column", SearchOption.AllDirectories).First();
            byte[] bytes = await File.ReadAllBytesAsync(file);
            bytes[^1] ^= 1;
            await File.WriteAllBytesAsync(file, bytes);

            await using TestServer server = await TestServer.StartAsync(folder: folder);
            JsonNode problem = await TestServer.AssertProblemAsync(
                await server.PostAsync("/v1/collections/bad/count", "{}"),
                HttpStatusCode.InternalServerError,
                ZvecErrorCode.DataCorruption);
            Assert.DoesNotContain(folder, problem.ToJsonString(), StringComparison.Ordinal);
            Assert.Equal(10, (int)(await server.AskAsync($"{Url}/count", "{}"))["count"]!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_collection_that_another_process_writes_to_is_locked()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Collection other = Collection.Create(Path.Combine(server.Folder, "books"), Books.Schema);
        JsonNode problem = await TestServer.AssertProblemAsync(
            await server.PostAsync($"{Url}/count", "{}"), HttpStatusCode.Locked, ZvecErrorCode.Locked);
        Assert.DoesNotContain(server.Folder, problem.ToJsonString(), StringComparison.Ordinal);
        other.Dispose();
        Assert.Equal(0, (int)(await server.AskAsync($"{Url}/count", "{}"))["count"]!);
    }
}

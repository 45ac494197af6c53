using System.Net;
using System.Text.Json.Nodes;
using Zvec.Engine;
using Zvec.Server.Tests.Support;

namespace Zvec.Server.Tests;

public sealed class DocumentTests
{
    private const string Documents = "/v1/collections/books/documents";

    [Fact]
    public async Task Documents_come_back_as_they_were_given()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 50);
        foreach (Document document in Books.Make(50))
        {
            JsonNode fetched = await server.AskAsync(HttpMethod.Get, $"{Documents}/{document.Key.Value}");
            Assert.Equal(JsonNode.Parse(DocumentJson.ToJson(document, Books.Schema))!.ToJsonString(), fetched.ToJsonString());
        }

        JsonNode without = await server.AskAsync(HttpMethod.Get, $"{Documents}/b1?includeVectors=false");
        Assert.Null(without["embedding"]);
        Assert.NotNull(without["year"]);
    }

    [Fact]
    public async Task Fetching_several_says_null_where_there_is_none()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 5);
        JsonArray found = (await server.AskAsync($"{Documents}/fetch", """{"ids":["b3","none","b1"]}"""))["documents"]!.AsArray();
        Assert.Equal(["b3", null, "b1"], found.Select(document => (string?)document?["id"]));
    }

    [Fact]
    public async Task Inserting_says_which_documents_existed()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 3);
        JsonNode result = await server.AskAsync(Documents, Books.ToJson(Books.Make(5)));
        Assert.Equal(2, (int)result["written"]!);
        Assert.Equal(
            string.Join(',', Enumerable.Range(0, 3).Select(i => $$"""{"index":{{i}},"id":"b{{i}}","error":"AlreadyExists"}""")),
            result["failed"]!.ToJsonString().Trim('[', ']'));
    }

    [Fact]
    public async Task Upserting_replaces_and_updating_changes_what_is_given()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 3);
        await server.AskAsync(HttpMethod.Put, Documents, """{"id":"b1","year":1,"title":"new","embedding":[1,2,3,4,5,6,7,8]}""");
        JsonNode replaced = await server.AskAsync(HttpMethod.Get, $"{Documents}/b1");
        Assert.Equal("new", (string?)replaced["title"]);
        Assert.Null(replaced["bits"]);

        JsonNode result = await server.AskAsync(HttpMethod.Patch, Documents, """[{"id":"b1","year":2},{"id":"none","year":2}]""");
        Assert.Equal("""{"written":1,"failed":[{"index":1,"id":"none","error":"NotFound"}]}""", result.ToJsonString());
        JsonNode updated = await server.AskAsync(HttpMethod.Get, $"{Documents}/b1");
        Assert.Equal(2, (int)updated["year"]!);
        Assert.Equal("new", (string?)updated["title"]);
    }

    [Fact]
    public async Task Deleting_by_key_keys_and_filter()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 20);
        using HttpResponseMessage one = await server.SendAsync(HttpMethod.Delete, $"{Documents}/b0");
        Assert.Equal(HttpStatusCode.NoContent, one.StatusCode);
        await TestServer.AssertProblemAsync(
            await server.SendAsync(HttpMethod.Delete, $"{Documents}/b0"), HttpStatusCode.NotFound, ZvecErrorCode.NotFound);
        JsonNode several = await server.AskAsync($"{Documents}/delete", """{"ids":["b1","b2","none"]}""");
        Assert.Equal(2, (int)several["written"]!);
        int young = Books.Make(20).Skip(3).Count(book => book.Get<int>("year") >= 1960);
        JsonNode filtered = await server.AskAsync($"{Documents}/delete", """{"filter":"year >= 1960"}""");
        Assert.Equal(young, (int)filtered["written"]!);
        Assert.Equal(17 - young, (int)(await server.AskAsync("/v1/collections/books/count", "{}"))["count"]!);
        await TestServer.AssertProblemAsync(
            await server.PostAsync($"{Documents}/delete", "{}"), HttpStatusCode.BadRequest, ZvecErrorCode.InvalidArgument);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("a b+c?d=e&f#g")]
    [InlineData("äöü – 中文 \U0001F98A")]
    [InlineData("fetch")]
    public async Task Keys_of_any_characters_can_be_fetched_and_deleted(string key)
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 1);
        var book = new Document(key) { { "year", 7 }, { "title", "t" }, { "embedding", new float[] { 1, 2, 3, 4, 5, 6, 7, 8 } } };
        await server.AskAsync(Documents, DocumentJson.ToJson(book, Books.Schema));
        string path = $"{Documents}/{Uri.EscapeDataString(key)}";
        Assert.Equal(key, (string?)(await server.AskAsync(HttpMethod.Get, $"{path}?includeVectors=false"))["id"]);
        using HttpResponseMessage deleted = await server.SendAsync(HttpMethod.Delete, path);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Fact]
    public async Task Keys_that_are_numbers_are_numbers()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.AskAsync("/v1/collections", """{"name":"numbers","key":"UInt64","fields":[{"name":"a","type":"Int32"}]}""");
        await server.AskAsync("/v1/collections/numbers/documents", """[{"id":18446744073709551615,"a":1}]""");
        JsonNode found = await server.AskAsync(HttpMethod.Get, "/v1/collections/numbers/documents/18446744073709551615");
        Assert.Equal("""{"id":18446744073709551615,"a":1}""", found.ToJsonString());
        await TestServer.AssertProblemAsync(
            await server.GetAsync("/v1/collections/numbers/documents/one"), HttpStatusCode.BadRequest, ZvecErrorCode.InvalidArgument);
    }

    [Fact]
    public async Task One_bad_document_of_a_batch_changes_nothing()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 0);
        JsonNode problem = await TestServer.AssertProblemAsync(
            await server.PostAsync(
                Documents,
                """[{"id":"x","year":1,"title":"t","embedding":[1,2,3,4,5,6,7,8]},{"id":"y","year":1,"title":"t","embedding":[1,2]}]"""),
            HttpStatusCode.BadRequest,
            ZvecErrorCode.DimensionMismatch);
        Assert.Contains("embedding", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal(0, (int)(await server.AskAsync("/v1/collections/books/count", "{}"))["count"]!);
    }
}

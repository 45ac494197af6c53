using System.Net;
using System.Text.Json.Nodes;
using Zvec.Engine;
using Zvec.Server.Tests.Support;

namespace Zvec.Server.Tests;

/// <summary>Changes of the schema of a collection that serves.</summary>
public sealed class SchemaChangeTests
{
    private const string Books = "/v1/collections/books";

    [Fact]
    public async Task Fields_are_added_renamed_and_dropped()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 20);
        await server.AskAsync($"{Books}/fields", """{"name":"note","type":"String","nullable":true}""");
        await server.AskAsync(
            $"{Books}/fields?values={Uri.EscapeDataString("year + 1")}", """{"name":"next","type":"Int32","index":"inverted"}""");
        await server.AskAsync($"{Books}/vectors", """{"name":"small","type":"Float32","dimensions":2,"nullable":true,"index":"flat"}""");
        JsonNode first = await server.AskAsync(HttpMethod.Get, $"{Books}/documents/b0?includeVectors=false");
        Assert.Equal((int)first["year"]! + 1, (int)first["next"]!);
        Assert.Null(first["note"]);

        JsonNode renamed = await server.AskAsync(HttpMethod.Patch, $"{Books}/fields/note", """{"name":"remark"}""");
        CollectionSchema schema = CollectionSchema.FromJson(renamed["schema"]!.ToJsonString());
        Assert.Contains(schema.Fields, field => field.Name == "remark");
        Assert.Contains(schema.Vectors, vector => vector is { Name: "small", Dimensions: 2 });
        await server.AskAsync(HttpMethod.Delete, $"{Books}/fields/remark");
        JsonNode dropped = await server.AskAsync(HttpMethod.Delete, $"{Books}/fields/small");
        schema = CollectionSchema.FromJson(dropped["schema"]!.ToJsonString());
        Assert.Equal(["year", "genre", "title", "next"], schema.Fields.Select(field => field.Name));
        Assert.Equal(4, schema.Vectors.Count);
        Assert.Equal(20, (int)(await server.AskAsync($"{Books}/count", "{}"))["count"]!);
    }

    [Fact]
    public async Task Indexes_are_given_and_dropped_and_answers_stay()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 50);
        const string Search = """{"field":"embedding","id":"b0","filter":"genre = 'novel'"}""";
        JsonNode before = await server.AskAsync($"{Books}/search", Search);
        await server.AskAsync(HttpMethod.Put, $"{Books}/indexes/genre", "\"inverted\"");
        await server.AskAsync(HttpMethod.Put, $"{Books}/indexes/embedding", """{"kind":"hnsw","m":8}""");
        JsonNode statistics = await server.AskAsync(HttpMethod.Get, $"{Books}/stats");
        JsonNode[] indexes = [.. statistics["indexes"]!.AsArray()!];
        Assert.Contains(indexes, index => (string?)index["field"] == "genre" && (string?)index["kind"] == "inverted");
        JsonNode graph = indexes.Single(index => (string?)index["field"] == "embedding");
        Assert.Equal(("hnsw", "8", "Cosine"), (
            (string?)graph["kind"], (string?)graph["parameters"]!["m"], (string?)graph["parameters"]!["metric"]));
        JsonNode after = await server.AskAsync($"{Books}/search", Search);
        Assert.Equal(Keys(before), Keys(after));
        JsonNode dropped = await server.AskAsync(HttpMethod.Delete, $"{Books}/indexes/genre");
        Assert.Null(CollectionSchema.FromJson(dropped["schema"]!.ToJsonString()).Fields.Single(field => field.Name == "genre").Index);
    }

    [Theory]
    [InlineData("POST", "fields", """{"name":"year","type":"Int32","nullable":true}""", HttpStatusCode.Conflict)]
    [InlineData("POST", "fields", """{"name":"other","type":"Int32"}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "fields", """{"name":"other","type":"Words","nullable":true}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "fields", "7", HttpStatusCode.BadRequest)]
    [InlineData("POST", "fields", "null", HttpStatusCode.BadRequest)]
    [InlineData("POST", "fields?values=year%20%2B", """{"name":"other","type":"Int32","nullable":true}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "vectors", """{"name":"other","type":"Float32","dimensions":0,"nullable":true}""", HttpStatusCode.BadRequest)]
    [InlineData("PATCH", "fields/shelf", """{"name":"place"}""", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "fields/year", """{"name":"genre"}""", HttpStatusCode.Conflict)]
    [InlineData("PATCH", "fields/year", "{}", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "fields/shelf", null, HttpStatusCode.NotFound)]
    [InlineData("PUT", "indexes/shelf", "\"inverted\"", HttpStatusCode.NotFound)]
    [InlineData("PUT", "indexes/year", "\"hnsw\"", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "indexes/year", "null", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "indexes/embedding", "null", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "indexes/embedding", """{"kind":"hnsw","leaves":3}""", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "indexes/shelf", null, HttpStatusCode.NotFound)]
    public async Task What_cannot_be_changed_is_told_and_changes_nothing(string method, string path, string? body, HttpStatusCode status)
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 2);
        string before = (await server.AskAsync(HttpMethod.Get, Books)).ToJsonString();
        using HttpResponseMessage response = await server.SendAsync(new HttpMethod(method), $"{Books}/{path}", body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(before, (await server.AskAsync(HttpMethod.Get, Books)).ToJsonString());
    }

    [Fact]
    public async Task A_read_key_changes_no_schema()
    {
        const string Reader = "0123456789abcdef-reader";
        const string Writer = "0123456789abcdef-writer";
        await using TestServer server = await TestServer.StartAsync(options =>
        {
            options.ReadKeys.Add(Reader);
            options.WriteKeys.Add(Writer);
        });
        using HttpResponseMessage made = await server.SendAsync(
            HttpMethod.Post, "/v1/collections", Support.Books.Schema.ToJson(), Writer);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        (HttpMethod Method, string Path, string? Body)[] changes =
        [
            (HttpMethod.Post, "fields", """{"name":"note","type":"String","nullable":true}"""),
            (HttpMethod.Post, "vectors", """{"name":"w","type":"Float32","dimensions":2,"nullable":true}"""),
            (HttpMethod.Patch, "fields/year", """{"name":"when"}"""),
            (HttpMethod.Delete, "fields/year", null),
            (HttpMethod.Put, "indexes/genre", "\"inverted\""),
            (HttpMethod.Delete, "indexes/year", null),
        ];
        foreach ((HttpMethod method, string path, string? body) in changes)
            await TestServer.AssertProblemAsync(await server.SendAsync(method, $"{Books}/{path}", body, Reader), HttpStatusCode.Forbidden);
    }

    private static string[] Keys(JsonNode found) => [.. found["hits"]!.AsArray().Select(hit => (string)hit!["document"]!["id"]!)];
}

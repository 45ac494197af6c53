using System.Net;
using System.Text.Json.Nodes;
using Zvec.Engine;
using Zvec.Server.Tests.Support;

namespace Zvec.Server.Tests;

public sealed class CollectionTests
{
    [Fact]
    public async Task A_collection_is_created_shown_listed_and_dropped()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage created = await server.PostAsync("/v1/collections", Books.Schema.ToJson());
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/v1/collections/books", created.Headers.Location?.ToString());

        JsonNode shown = await server.AskAsync(HttpMethod.Get, "/v1/collections/books");
        Assert.Equal(0, (int)shown["documents"]!);
        Assert.Equal("year", (string)CollectionSchema.FromJson(shown["schema"]!.ToJsonString()).Fields[0].Name);
        Assert.Equal("""{"collections":["books"]}""", (await server.AskAsync(HttpMethod.Get, "/v1/collections")).ToJsonString());

        using HttpResponseMessage dropped = await server.SendAsync(HttpMethod.Delete, "/v1/collections/books");
        Assert.Equal(HttpStatusCode.NoContent, dropped.StatusCode);
        await TestServer.AssertProblemAsync(
            await server.GetAsync("/v1/collections/books"), HttpStatusCode.NotFound, ZvecErrorCode.NotFound);
        Assert.Empty((await server.AskAsync(HttpMethod.Get, "/v1/collections"))["collections"]!.AsArray());

        await server.CreateBooksAsync(count: 3); // the name is free again
        Assert.Equal(3, (int)(await server.AskAsync("/v1/collections/books/count", "{}"))["count"]!);
    }

    [Fact]
    public async Task A_collection_that_exists_is_not_created_again()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 5);
        await TestServer.AssertProblemAsync(
            await server.PostAsync("/v1/collections", Books.Schema.ToJson()), HttpStatusCode.Conflict, ZvecErrorCode.AlreadyExists);
        Assert.Equal(5, (int)(await server.AskAsync("/v1/collections/books/count", "{}"))["count"]!);
    }

    [Fact]
    public async Task Of_many_who_create_the_same_collection_one_succeeds()
    {
        await using TestServer server = await TestServer.StartAsync();
        HttpResponseMessage[] responses = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => server.PostAsync("/v1/collections", Books.Schema.ToJson())));
        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Created);
        Assert.Equal(7, responses.Count(response => response.StatusCode == HttpStatusCode.Conflict));
    }

    [Theory]
    [InlineData("../books")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("nul")]
    [InlineData("COM1.txt")]
    [InlineData("two words")]
    [InlineData("trailing.")]
    [InlineData("line\n")]
    public async Task A_name_that_could_be_a_path_is_refused(string name)
    {
        await using TestServer server = await TestServer.StartAsync();
        var schema = new CollectionSchema(name) { Fields = { new FieldSchema("a", DataType.Int32) } };
        await TestServer.AssertProblemAsync(
            await server.PostAsync("/v1/collections", schema.ToJson()), HttpStatusCode.BadRequest, ZvecErrorCode.InvalidArgument);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Folder));
        using HttpResponseMessage found = await server.GetAsync($"/v1/collections/{Uri.EscapeDataString(name)}/stats");
        Assert.Equal(HttpStatusCode.NotFound, found.StatusCode);
    }

    [Fact]
    public async Task Statistics_say_what_the_engine_says()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync(count: 20);
        using HttpResponseMessage flushed = await server.PostAsync("/v1/collections/books/flush", "");
        Assert.Equal(HttpStatusCode.NoContent, flushed.StatusCode);
        using HttpResponseMessage optimized = await server.PostAsync("/v1/collections/books/optimize", "");
        Assert.Equal(HttpStatusCode.NoContent, optimized.StatusCode);
        JsonNode statistics = await server.AskAsync(HttpMethod.Get, "/v1/collections/books/stats");
        Assert.Equal(20, (int)statistics["documents"]!);
        Assert.Equal(1, (int)statistics["segments"]!);
    }

    [Fact]
    public async Task Collections_that_are_there_when_the_server_starts_are_served()
    {
        string folder = Directory.CreateTempSubdirectory("zvec-server-").FullName;
        try
        {
            using (Collection books = Collection.Create(Path.Combine(folder, "books"), Books.Schema))
                await books.InsertAsync(Books.Make(10));
            await using TestServer server = await TestServer.StartAsync(folder: folder);
            Assert.Equal(10, (int)(await server.AskAsync("/v1/collections/books/count", "{}"))["count"]!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_partitioned_collection_is_served_as_others()
    {
        string folder = Directory.CreateTempSubdirectory("zvec-server-").FullName;
        try
        {
            PartitionedCollection.Create(Path.Combine(folder, "books"), Books.Schema, PartitionBy.Field("year")).Dispose();
            await using TestServer server = await TestServer.StartAsync(
                options => (options.BackupPath, options.MaxMemory) = (Path.Combine(folder, "backups"), 128L << 20), folder);
            const string books = "/v1/collections/books";
            await server.AskAsync($"{books}/documents", """
                [ { "id": "a", "year": 2000, "title": "red fox", "embedding": [1,0,0,0,0,0,0,0] },
                  { "id": "b", "year": 2001, "title": "red dog", "embedding": [0,1,0,0,0,0,0,0] },
                  { "id": "c", "year": 2001, "title": "blue dog", "embedding": [0,0,1,0,0,0,0,0] } ]
                """);
            Assert.Equal(2, (int)(await server.AskAsync($"{books}/count", """{ "filter": "year = 2001" }"""))["count"]!);
            JsonNode hits = await server.AskAsync($"{books}/search", """
                { "field": "embedding", "vector": [0,1,0,0,0,0,0,0], "top": 1, "filter": "year > 1999" }
                """);
            Assert.Equal("b", (string)hits["hits"]![0]!["document"]!["id"]!);
            Assert.Equal(3, (int)(await server.AskAsync(HttpMethod.Get, $"{books}/stats"))["documents"]!);
            Assert.Equal(3, (int)(await server.AskAsync($"{books}/backup", """{ "name": "nightly" }"""))["documents"]!);
            await TestServer.AssertProblemAsync(
                await server.GetAsync($"{books}/backup"), HttpStatusCode.NotImplemented, ZvecErrorCode.NotSupported);
            using HttpResponseMessage dropped = await server.SendAsync(HttpMethod.Delete, books);
            Assert.Equal(HttpStatusCode.NoContent, dropped.StatusCode);
            Assert.False(PartitionedCollection.Exists(Path.Combine(folder, "books")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_server_that_only_reads_sees_what_the_writer_writes_and_writes_nothing()
    {
        string folder = Directory.CreateTempSubdirectory("zvec-server-").FullName;
        try
        {
            using Collection books = Collection.Create(Path.Combine(folder, "books"), Books.Schema);
            await books.InsertAsync(Books.Make(10));
            await using TestServer server = await TestServer.StartAsync(
                options =>
                {
                    options.ReadOnly = true;
                    options.RefreshInterval = TimeSpan.FromMilliseconds(20);
                },
                folder);
            Assert.Equal(10, (int)(await server.AskAsync("/v1/collections/books/count", "{}"))["count"]!);
            await TestServer.AssertProblemAsync(
                await server.PostAsync("/v1/collections/books/documents", "[]"), HttpStatusCode.Conflict, ZvecErrorCode.ReadOnly);
            await TestServer.AssertProblemAsync(
                await server.SendAsync(HttpMethod.Delete, "/v1/collections/books"), HttpStatusCode.Conflict, ZvecErrorCode.ReadOnly);

            await books.UpsertAsync(Books.Make(30));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while ((int)(await server.AskAsync("/v1/collections/books/count", "{}"))["count"]! != 30)
                patience.Token.ThrowIfCancellationRequested();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zvec.Engine;
using Zvec.Server.Tests.Support;

namespace Zvec.Server.Tests;

/// <summary>Each kind of search finds over HTTP what the engine finds in the same folder.</summary>
public sealed class SearchTests
{
    private const string Url = "/v1/collections/books";

    [Fact]
    public async Task Vector_searches_find_what_the_engine_finds()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync();
        using Collection engine = OpenBeside(server);
        var random = new Random(7);
        for (int i = 0; i < 20; i++)
        {
            float[] vector = Books.Vector(random);
            string numbers = JsonSerializer.Serialize(vector);
            AssertSame(
                engine.Search(new VectorQuery("embedding", vector) { Top = 7, Skip = 2, Filter = "year >= 1950" }),
                await server.AskAsync(
                    $"{Url}/search", $$"""{"field":"embedding","vector":{{numbers}},"top":7,"skip":2,"filter":"year >= 1950"}"""));
        }

        AssertSame(
            engine.Search(new VectorQuery("embedding", "b3") { Top = 5, IncludeSelf = true, IncludeVectors = true }),
            await server.AskAsync($"{Url}/search", """{"field":"embedding","id":"b3","top":5,"includeSelf":true,"includeVectors":true}"""));
        AssertSame(
            engine.Search(new VectorQuery("embedding", "b3") { Top = 5, Radius = 0.5f, OutputFields = ["year"] }),
            await server.AskAsync($"{Url}/search", """{"field":"embedding","id":"b3","top":5,"radius":0.5,"outputFields":["year"]}"""));
        AssertSame(
            engine.Search(new VectorQuery("bits", new byte[] { 3, 129 }) { Top = 5 }),
            await server.AskAsync($"{Url}/search", $$"""{"field":"bits","vector":"{{Convert.ToBase64String([3, 129])}}","top":5}"""));
        AssertSame(
            engine.Search(new VectorQuery("terms", new SparseVector([2, 12], [0.5f, 2])) { Top = 5 }),
            await server.AskAsync($"{Url}/search", """{"field":"terms","vector":{"indices":[2,12],"values":[0.5,2]},"top":5}"""));
        AssertSame(
            engine.Search(new VectorQuery("bytes", new sbyte[] { -3, 100, 0, 7 }) { Top = 5 }),
            await server.AskAsync($"{Url}/search", """{"field":"bytes","vector":[-3,100,0,7],"top":5}"""));
    }

    [Fact]
    public async Task Text_searches_find_what_the_engine_finds()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync();
        using Collection engine = OpenBeside(server);
        AssertSame(
            engine.Search(new TextQuery("title", "red AND (fox OR dog)") { Top = 20 }),
            await server.AskAsync($"{Url}/search/text", """{"field":"title","text":"red AND (fox OR dog)","top":20}"""));
        AssertSame(
            engine.Search(
                new TextQuery([new TextField("title", 2)], "red fox") { DefaultOperator = TextOperator.And, Filter = "year < 1990" }),
            await server.AskAsync(
                $"{Url}/search/text",
                """{"fields":[{"name":"title","boost":2}],"text":"red fox","defaultOperator":"and","filter":"year < 1990"}"""));
        AssertSame(
            engine.Search(TextQuery.Match("title", "red fox")),
            await server.AskAsync($"{Url}/search/text", """{"fields":[{"name":"title"}],"text":"red fox","literal":true}"""));
        JsonNode highlighted = await server.AskAsync($"{Url}/search/text", """{"field":"title","text":"fox","highlight":true,"top":1}""");
        JsonNode hit = highlighted["hits"]![0]!;
        JsonNode place = hit["highlights"]![0]!;
        Assert.Equal("fox", ((string)hit["document"]!["title"]!).Substring((int)place["start"]!, (int)place["length"]!));
    }

    [Fact]
    public async Task Hybrid_searches_find_what_the_engine_finds()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync();
        using Collection engine = OpenBeside(server);
        float[] vector = Books.Vector(new Random(3));
        string parts = $$$"""
            [{"vector":{"field":"embedding","vector":{{{JsonSerializer.Serialize(vector)}}}}},{"text":{"field":"title","text":"red fox"}}]
            """;
        SearchQuery[] queries = [new VectorQuery("embedding", vector), new TextQuery("title", "red fox")];
        AssertSame(
            engine.Search(new HybridQuery { Queries = queries, Top = 12 }),
            await server.AskAsync($"{Url}/search/hybrid", $$"""{"queries":{{parts}},"top":12}"""));
        AssertSame(
            engine.Search(
                new HybridQuery { Queries = queries, Fusion = Fusion.Weighted(0.3, 0.7), Filter = "year > 1930", Candidates = 50 }),
            await server.AskAsync(
                $"{Url}/search/hybrid",
                $$"""{"queries":{{parts}},"fusion":{"kind":"weighted","weights":[0.3,0.7]},"filter":"year > 1930","candidates":50}"""));
        AssertSame(
            engine.Search(new HybridQuery { Queries = queries, Fusion = Fusion.Rrf(5, [2, 1]) }),
            await server.AskAsync($"{Url}/search/hybrid", $$$"""{"queries":{{{parts}}},"fusion":{"kind":"rrf","k":5,"weights":[2,1]}}"""));
    }

    [Theory]
    [InlineData("genre")]
    [InlineData("year")]
    [InlineData("id")]
    public async Task Groups_are_those_that_the_engine_finds(string field)
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync();
        using Collection engine = OpenBeside(server);
        float[] vector = Books.Vector(new Random(4));
        IReadOnlyList<SearchGroup> expected =
            engine.Search(new GroupByQuery("embedding", vector, field) { GroupCount = 4, TopPerGroup = 2 });
        string query = $$"""{"field":"embedding","vector":{{JsonSerializer.Serialize(vector)}}}""";
        JsonNode answer = await server.AskAsync(
            $"{Url}/search/groups", $$"""{"query":{{query}},"groupBy":"{{field}}","groupCount":4,"topPerGroup":2}""");
        JsonArray found = answer["groups"]!.AsArray();
        Assert.Equal(
            expected.Select(group =>
                Convert.ToString((group.Value as DocumentKey?)?.Value ?? group.Value, CultureInfo.InvariantCulture) ?? ""),
            found.Select(group => group!["value"]?.ToString() ?? ""));
        for (int i = 0; i < expected.Count; i++)
            AssertSame(expected[i].Hits, found[i]!);
    }

    [Fact]
    public async Task Queries_by_filter_and_counts_are_those_of_the_engine()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync();
        using Collection engine = OpenBeside(server);
        IReadOnlyList<Document> expected = engine.Query(new FilterQuery
        {
            Filter = "genre = 'novel'",
            OrderBy = [new SortField("year", Descending: true), new SortField("id")],
            Skip = 3,
            Top = 15,
        });
        JsonNode found = await server.AskAsync(
            $"{Url}/query",
            """{"filter":"genre = 'novel'","orderBy":[{"field":"year","descending":true},{"field":"id"}],"skip":3,"top":15}""");
        Assert.Equal(
            expected.Select(document => DocumentJson.ToJson(document, engine.Schema)),
            found["documents"]!.AsArray().Select(document => document!.ToJsonString()));
        Assert.Equal(
            engine.Count("genre is null"), (long)(await server.AskAsync($"{Url}/count", """{"filter":"genre is null"}"""))["count"]!);
    }

    [Fact]
    public async Task Many_clients_at_once_get_their_own_answers()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.CreateBooksAsync();
        using Collection engine = OpenBeside(server);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async seed =>
        {
            float[] vector = Books.Vector(new Random(seed));
            AssertSame(
                engine.Search(new VectorQuery("embedding", vector) { Top = 3 }),
                await server.AskAsync(
                    $"{Url}/search", $$"""{"field":"embedding","vector":{{JsonSerializer.Serialize(vector)}},"top":3}"""));
        }));
    }

    private static Collection OpenBeside(TestServer server) =>
        Collection.Open(Path.Combine(server.Folder, "books"), new CollectionOptions { ReadOnly = true });

    private static void AssertSame(IReadOnlyList<SearchHit> expected, JsonNode response)
    {
        JsonArray hits = response["hits"]!.AsArray();
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Select(hit => DocumentJson.ToJson(hit.Document, Books.Schema)),
            hits.Select(hit => hit!["document"]!.ToJsonString()));
        Assert.Equal(expected.Select(hit => hit.Score), hits.Select(hit => (float)hit!["score"]!));
    }
}

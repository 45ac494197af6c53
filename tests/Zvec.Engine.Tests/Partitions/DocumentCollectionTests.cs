namespace Zvec.Engine.Tests.Partitions;

/// <summary>One program, written against <see cref="IDocumentCollection"/>, on a collection and on a partitioned one.</summary>
public sealed class DocumentCollectionTests
{
    [Fact]
    public async Task One_program_says_the_same_of_both()
    {
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 41);
        Document[] documents = [.. Enumerable.Range(0, 60).Select(pair.Document)];
        float[] vector = pair.Vector();
        List<string> whole = await RunAsync(pair.Whole, documents, vector, pair["whole backup"]);
        List<string> parts = await RunAsync(pair.Parts, documents, vector, pair["parts backup"]);
        Assert.Equal(whole, parts);
        Assert.True(Collection.Exists(pair["whole backup"]));
        Assert.True(PartitionedCollection.Exists(pair["parts backup"]));
    }

    [Fact]
    public async Task Statistics_of_all_partitions_are_those_of_a_collection()
    {
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 42);
        Document[] documents = [.. Enumerable.Range(0, 60).Select(pair.Document)];
        foreach (IDocumentCollection collection in (IDocumentCollection[])[pair.Whole, pair.Parts])
        {
            await collection.InsertAsync(documents);
            CollectionStatistics fresh = collection.GetStatistics();
            Assert.Equal((60, 60, 0), (fresh.Documents, fresh.MutableDocuments, fresh.Segments));
            Assert.Equal([("tenant", 0.0), ("text", 0.0), ("near", 0.0), ("like", 1.0)], IndexesOf(fresh));
            await collection.OptimizeAsync();
            CollectionStatistics optimized = collection.GetStatistics();
            Assert.Equal((60, 0), (optimized.Documents, optimized.MutableDocuments));
            Assert.Equal([("tenant", 1.0), ("text", 1.0), ("near", 1.0), ("like", 1.0)], IndexesOf(optimized));
            Assert.Equal(["like", "near", "text"], optimized.IndexCompleteness.Keys.Order());
        }

        IDocumentCollection parts = pair.Parts;
        Assert.Equal(5, Assert.IsType<PartitionedCollectionStatistics>(parts.GetStatistics()).Counted);
        pair.Reopen();
        parts = pair.Parts;
        Assert.Equal(0, parts.GetStatistics(openPartitions: false).Documents);
        Assert.Equal(60, parts.GetStatistics().Documents);
    }

    private static IEnumerable<(string Field, double Completeness)> IndexesOf(CollectionStatistics statistics) =>
        statistics.Indexes.Select(index => (index.Field, index.Completeness));

    /// <summary>Calls every member, and writes down what it says.</summary>
    private static async Task<List<string>> RunAsync(
        IDocumentCollection collection, Document[] documents, float[] vector, string backup)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var said = new List<string>();
        Say("inserted", await collection.InsertAsync(documents, token));
        Say("inserted again", await collection.InsertAsync(documents[..2], token));
        Say("upserted", await collection.UpsertAsync(documents[..5], token));
        Say("updated", await collection.UpdateAsync([new Document(3) { ["number"] = 7 }], token));
        Say("deleted", await collection.DeleteAsync([4, 400], token));
        Say("deleted by filter", [await collection.DeleteAsync("number = 1", token)]);
        Say("counts", [collection.Count("number < 10", token), await collection.CountAsync(cancellationToken: token)]);
        Say("fetched", [Text(collection.Fetch(3)!), .. collection.Fetch([2, 4], includeVectors: false).Select(found => Text(found))]);
        var near = new VectorQuery("like", vector) { Top = 60 };
        var words = new TextQuery("text", "red fox") { Top = 60 };
        var both = new HybridQuery { Queries = { near, new VectorQuery("near", vector) { Top = 60 } }, Top = 60 };
        Say("near", Texts(collection.Search(near, token)));
        Say("words", Texts(collection.Search(words, token)));
        Say("both", Texts(collection.Search(both, token)));
        Say("both, awaited", Texts(await collection.SearchAsync(both, token)));
        IReadOnlyList<SearchGroup> groups = collection.Search(new GroupByQuery(near, "tenant") { GroupCount = 3, TopPerGroup = 1 }, token);
        Say("groups", groups.Select(group => $"{group.Value}: {Text(group.Hits[0])}"));
        var ordered = new FilterQuery { Filter = "number > 3", OrderBy = [new SortField("number"), new SortField("time")], Top = 7 };
        Say("queried", collection.Query(ordered, token).Select(found => found["number"]));
        Say("scanned", collection.Scan("number > 15").Select(found => (int)found.Key.Value).Order().Cast<object>());
        await collection.AddFieldAsync(new FieldSchema("new", DataType.Int32) { Nullable = true }, token);
        await collection.AddFieldAsync(new VectorSchema("far", VectorType.Float32, 2) { Nullable = true }, token);
        await collection.RenameFieldAsync("new", "newer", token);
        await collection.CreateIndexAsync("newer", new InvertedIndexOptions(), token);
        await collection.CreateIndexAsync("like", new HnswIndexOptions { Metric = Metric.InnerProduct }, token);
        Say("schema", [collection.Schema.ToJson()]);
        await collection.DropIndexAsync("newer", token);
        await collection.DropFieldAsync("far", token);
        Say("schema", [collection.Schema.ToJson()]);
        await collection.FlushAsync(token);
        await collection.OptimizeAsync(token);
        Say("backed up", [(await collection.BackupAsync(backup, cancellationToken: token)).Documents]);
        Say("refreshed", [collection.Refresh(), collection.WasReplaced, collection.Path.Length > 0]);
        return said;

        void Say<T>(string what, IEnumerable<T> results) => said.Add($"{what}: {string.Join("; ", results)}");
    }

    /// <summary>The hits, those that score alike in the order of their keys.</summary>
    private static IEnumerable<string> Texts(IReadOnlyList<SearchHit> hits) =>
        hits.OrderByDescending(hit => hit.Score).ThenBy(hit => (int)hit.Key.Value).Select(Text);

    private static string Text(SearchHit hit) => $"{hit.Key} {hit.Score}";

    private static string Text(Document? document) => document is null ? "none" : DocumentJson.ToJson(document, PartitionedPair.Schema);
}

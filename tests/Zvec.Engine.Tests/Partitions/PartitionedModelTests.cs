namespace Zvec.Engine.Tests.Partitions;

/// <summary>Partitioned collections against one collection with the same documents.</summary>
public sealed class PartitionedModelTests
{
    private const int Keys = 100;

    public static TheoryData<string> Rules => ["tenant", "month", "hash", "function"];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Every_answer_is_that_of_one_collection(string rule)
    {
        using var pair = new PartitionedPair(RuleOf(rule), seed: rule.Length, OptionsOf(rule == "tenant" ? 3 : 200));
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 12; i++)
                await pair.StepAsync(Keys);
            CheckDocuments(pair);
            if (round % 2 == 0)
                await pair.Parts.FlushAsync();
            if (round == 1)
                pair.Reopen();
            CheckVectors(pair);
            CheckGroups(pair);

            // deleted documents count in the statistics of texts until merging has removed them
            await pair.Whole.OptimizeAsync();
            await pair.Parts.OptimizeAsync();
            CheckVectors(pair);
            CheckTexts(pair);
            CheckHybrid(pair);
        }
    }

    [Fact]
    public async Task Keys_that_stay_are_written_without_a_look_elsewhere()
    {
        var options = new PartitionedCollectionOptions { Partition = PartitionedPair.PartitionOptions, KeysStayInPartitions = true };
        using var pair = new PartitionedPair(PartitionBy.Field("tenant"), seed: 5, options);
        Document[] documents = [.. Enumerable.Range(0, 60).Select(pair.Document)];
        await pair.Whole.InsertAsync(documents);
        await pair.Parts.InsertAsync(documents);
        Assert.Equal(await pair.Whole.InsertAsync(documents), await pair.Parts.InsertAsync(documents));
        Document[] changes = [.. documents.Select(document => new Document(document.Key) { ["number"] = 77 })];
        Assert.Equal(await pair.Whole.UpdateAsync(changes), await pair.Parts.UpdateAsync(changes));
        Assert.Equal(60, pair.Parts.Count("number = 77"));
        CheckDocuments(pair);
    }

    private static PartitionBy RuleOf(string rule) => rule switch
    {
        "tenant" => PartitionBy.Field("tenant"),
        "month" => PartitionBy.Time("time", PartitionPeriod.Month),
        "hash" => PartitionBy.KeyHash(7),
        _ => PartitionBy.Key(Function),
    };

    private static PartitionedCollectionOptions OptionsOf(int open) => new()
    {
        Partition = PartitionedPair.PartitionOptions,
        MaxOpenPartitions = open,
        SearchThreads = 2,
        PartitionOfKey = Function,
    };

    private static string Function(DocumentKey key) => (int)key.Value % 3 == 0 ? "threes" : "others";

    private static void CheckDocuments(PartitionedPair pair)
    {
        Assert.Equal(pair.Whole.Count(), pair.Parts.Count());
        foreach (Filter filter in pair.Filters().Take(12))
        {
            Assert.Equal(pair.Whole.Count(filter), pair.Parts.Count(filter));
            Assert.Equal(Ids(pair.Whole.Scan(filter)).Order(), Ids(pair.Parts.Scan(filter)).Order());
            var ordered = new FilterQuery
            {
                Filter = filter,
                OrderBy = [new SortField("tenant"), new SortField("number", Descending: true), new SortField("id")],
                Skip = pair.Random.Next(5),
                Top = 20,
            };
            Assert.Equal(Ids(pair.Whole.Query(ordered)), Ids(pair.Parts.Query(ordered)));
        }

        DocumentKey[] keys = [.. Enumerable.Range(0, Keys).Select(key => new DocumentKey(key))];
        foreach ((Document? expected, Document? actual) in pair.Whole.Fetch(keys).Zip(pair.Parts.Fetch(keys)))
            Assert.Equal(Text(expected), Text(actual));
        Assert.Equal(Text(pair.Whole.Fetch(7)), Text(pair.Parts.Fetch(7)));
    }

    private static void CheckVectors(PartitionedPair pair)
    {
        foreach (Filter filter in pair.Filters().Take(6))
        {
            foreach (string field in (string[])["near", "like"])
            {
                var query = new VectorQuery(field, pair.Vector()) { Filter = pair.Random.Next(3) == 0 ? null : filter, Skip = 2, Exact = true };
                AssertSame(pair.Whole.Search(query), pair.Parts.Search(query));
            }

            var walked = new VectorQuery("near", pair.Vector()) { Filter = filter };
            AssertSame(pair.Whole.Search(walked), pair.Parts.Search(walked));
        }

        if (Ids(pair.Whole.Scan()).FirstOrDefault(-1) is >= 0 and int key)
        {
            var like = new VectorQuery("near", key) { Radius = 3, Filter = "number < 15" };
            AssertSame(pair.Whole.Search(like), pair.Parts.Search(like));
        }
    }

    private static void CheckGroups(PartitionedPair pair)
    {
        foreach (Filter filter in pair.Filters().Take(4))
        {
            var query = new GroupByQuery(new VectorQuery("near", pair.Vector()) { Filter = filter }, "number") { GroupCount = 4, TopPerGroup = 2 };
            Assert.Equal(
                pair.Whole.Search(query).Select(group => (group.Value, string.Join(',', group.Hits.Select(hit => hit.Key)))),
                pair.Parts.Search(query).Select(group => (group.Value, string.Join(',', group.Hits.Select(hit => hit.Key)))));
        }
    }

    private static void CheckTexts(PartitionedPair pair)
    {
        foreach (string text in (string[])["fox", "red sea stone", "\"lazy dog\"", "+blue -fox tree", "clo* wind"])
        {
            foreach (Filter? filter in pair.Filters().Take(3).Append(null))
            {
                var query = new TextQuery("text", text) { Filter = filter, Top = 15 };
                AssertSame(pair.Whole.Search(query), pair.Parts.Search(query));
            }
        }
    }

    private static void CheckHybrid(PartitionedPair pair)
    {
        foreach (Filter filter in pair.Filters().Take(5))
        {
            var ranks = new HybridQuery
            {
                Queries = { new VectorQuery("near", pair.Vector()), new VectorQuery("like", pair.Vector()) { Filter = "number > 3" } },
                Filter = filter,
            };
            AssertSame(pair.Whole.Search(ranks), pair.Parts.Search(ranks));
            var scores = new HybridQuery
            {
                Queries = { new VectorQuery("near", pair.Vector()), new TextQuery("text", "red fox") },
                Fusion = Fusion.Weighted(0.4, 0.6),
                Candidates = 1000,
                Filter = filter,
            };
            AssertSame(pair.Whole.Search(scores), pair.Parts.Search(scores));
        }
    }

    private static IEnumerable<int> Ids(IEnumerable<Document> documents) => documents.Select(document => (int)document.Key.Value);

    private static string Text(Document? document) => document is null ? "none" : $"{document.Key}: " + string.Join(
        "; ",
        document.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
            $"{entry.Key} = {(entry.Value is ReadOnlyMemory<float> vector ? string.Join(',', vector.ToArray()) : entry.Value)}"));

    /// <summary>The same scores, and the same documents but for the order, and the choice at the end, of those that score alike.</summary>
    private static void AssertSame(IReadOnlyList<SearchHit> expected, IReadOnlyList<SearchHit> actual)
    {
        Assert.Equal(expected.Select(hit => hit.Score), actual.Select(hit => hit.Score));
        float last = expected.Count == 0 ? 0 : expected[^1].Score;
        Assert.Equal(Places(expected, last), Places(actual, last));
    }

    private static IEnumerable<string> Places(IReadOnlyList<SearchHit> hits, float last) =>
        hits.Where(hit => hit.Score != last).Select(hit => $"{hit.Score} {hit.Key}").Order(StringComparer.Ordinal);
}

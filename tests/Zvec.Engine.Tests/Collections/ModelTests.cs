using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Random operations on a collection and on a dictionary: after each check, both hold the same documents and give the same
/// answers.</summary>
public sealed class ModelTests
{
    private const int Keys = 400;

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task Collection_equals_model_through_updates_sealing_merging_and_reopening(int seed, bool background)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var model = new CollectionModel();
        var options = new CollectionOptions
        {
            MutableSegmentBytes = 64 << 10,
            BackgroundMaintenance = background,
            Durability = Durability.Buffered,
        };
        var index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 40, EfConstruction = 64 };
        Collection collection = Collection.Create(folder["c"], CollectionModel.Schema(index), options);
        try
        {
            for (int step = 0; step < 600; step++)
            {
                switch (random.Next(100))
                {
                    case < 25:
                        await InsertAsync(collection, model, random);
                        break;
                    case < 55:
                        await UpsertAsync(collection, model, random);
                        break;
                    case < 70:
                        await UpdateAsync(collection, model, random);
                        break;
                    case < 82:
                        await DeleteAsync(collection, model, random);
                        break;
                    case < 85:
                        await DeleteByFilterAsync(collection, model, random);
                        break;
                    case < 89:
                        await collection.FlushAsync(TestContext.Current.CancellationToken);
                        break;
                    case < 91:
                        await collection.OptimizeAsync(TestContext.Current.CancellationToken);
                        break;
                    case < 94:
                        collection.Dispose();
                        collection = Collection.Open(folder["c"], options);
                        break;
                    default:
                        Check(collection, model, random, $"seed {seed}, step {step}");
                        break;
                }
            }

            await collection.OptimizeAsync(TestContext.Current.CancellationToken);
            Check(collection, model, random, $"seed {seed}, optimized");
            Assert.InRange(collection.GetStatistics().Segments, 0, 1);
            Assert.Equal(0, collection.GetStatistics().DeletedDocuments);
            collection.Dispose();
            collection = Collection.Open(folder["c"], new CollectionOptions { ReadOnly = true });
            Check(collection, model, random, $"seed {seed}, reopened");
        }
        finally
        {
            collection.Dispose();
        }
    }

    private static async Task InsertAsync(Collection collection, CollectionModel model, Random random)
    {
        (int Key, ModelDocument Document)[] batch = RandomBatch(random);
        IReadOnlyList<WriteResult> results = await collection.InsertAsync(
            batch.Select(one => CollectionModel.ToDocument(one.Key, one.Document)));
        for (int i = 0; i < batch.Length; i++)
        {
            bool isNew = model.Documents.TryAdd(batch[i].Key, batch[i].Document);
            Assert.Equal(isNew ? null : ZvecErrorCode.AlreadyExists, results[i].Error);
        }
    }

    private static async Task UpsertAsync(Collection collection, CollectionModel model, Random random)
    {
        (int Key, ModelDocument Document)[] batch = RandomBatch(random);
        IReadOnlyList<WriteResult> results = await collection.UpsertAsync(
            batch.Select(one => CollectionModel.ToDocument(one.Key, one.Document)));
        Assert.All(results, result => Assert.True(result.Succeeded));
        foreach ((int key, ModelDocument document) in batch)
            model.Documents[key] = document;
    }

    private static async Task UpdateAsync(Collection collection, CollectionModel model, Random random)
    {
        int key = random.Next(Keys);
        ModelDocument change = CollectionModel.RandomDocument(random);
        var partial = new Document(key);
        bool exists = model.Documents.TryGetValue(key, out ModelDocument? updated);
        updated ??= change;
        if (random.Next(2) == 0)
        {
            partial["year"] = change.Year;
            updated = updated with { Year = change.Year };
        }

        if (random.Next(2) == 0)
        {
            partial["word"] = change.Word;
            updated = updated with { Word = change.Word };
        }

        if (random.Next(2) == 0)
        {
            partial["text"] = change.Text;
            updated = updated with { Text = change.Text };
        }

        if (random.Next(2) == 0)
        {
            partial["embedding"] = change.Embedding;
            updated = updated with { Embedding = change.Embedding };
        }

        if (random.Next(2) == 0)
        {
            partial["second"] = change.Second;
            updated = updated with { Second = change.Second };
        }

        WriteResult result = Assert.Single(await collection.UpdateAsync([partial]));
        Assert.Equal(exists ? null : ZvecErrorCode.NotFound, result.Error);
        if (exists)
            model.Documents[key] = updated;
    }

    private static async Task DeleteAsync(Collection collection, CollectionModel model, Random random)
    {
        int[] keys = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(Keys))];
        IReadOnlyList<WriteResult> results = await collection.DeleteAsync(keys.Select(key => new DocumentKey(key)));
        for (int i = 0; i < keys.Length; i++)
            Assert.Equal(model.Documents.Remove(keys[i]) ? null : ZvecErrorCode.NotFound, results[i].Error);
    }

    private static async Task DeleteByFilterAsync(Collection collection, CollectionModel model, Random random)
    {
        int year = random.Next(1990, 2010);
        long deleted = await collection.DeleteAsync($"year = {year}");
        int[] keys = [.. model.Documents.Where(entry => entry.Value.Year == year).Select(entry => entry.Key)];
        foreach (int key in keys)
            model.Documents.Remove(key);
        Assert.Equal(keys.Length, deleted);
    }

    private static (int Key, ModelDocument Document)[] RandomBatch(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (random.Next(Keys), CollectionModel.RandomDocument(random)))];

    private static void Check(Collection collection, CollectionModel model, Random random, string where)
    {
        Assert.True(model.Documents.Count == collection.GetStatistics().Documents, where);
        CheckDocuments(collection, model, where);
        CheckSearch(collection, model, random, where);
        CheckQuery(collection, model, random, where);
        CheckText(collection, model, random, where);
    }

    private static void CheckText(Collection collection, CollectionModel model, Random random, string where)
    {
        bool isExact = collection.GetStatistics().DeletedDocuments == 0;
        var texts = new ModelTexts(
            model.Documents.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Text)), ModelTexts.Index);
        for (int i = 0; i < 3; i++)
        {
            string? problem = texts.FindProblem(collection, isExact, random);
            Assert.True(problem is null, $"{where}: {problem}");
        }
    }

    private static void CheckDocuments(Collection collection, CollectionModel model, string where)
    {
        Dictionary<int, ModelDocument> scanned = collection.Scan().ToDictionary(
            document => (int)document.Key.Value, CollectionModel.FromDocument);
        Assert.True(scanned.Keys.Order().SequenceEqual(model.Documents.Keys), where);
        for (int key = 0; key < Keys; key++)
        {
            Document? fetched = collection.Fetch(key);
            if (!model.Documents.TryGetValue(key, out ModelDocument? expected))
            {
                Assert.True(fetched is null, $"{where}: key {key} should not exist");
                continue;
            }

            Assert.True(fetched is not null && CollectionModel.FromDocument(fetched).IsSameAs(expected), $"{where}: key {key} fetched");
            Assert.True(scanned[key].IsSameAs(expected), $"{where}: key {key} scanned");
        }
    }

    private static void CheckSearch(Collection collection, CollectionModel model, Random random, string where)
    {
        float[] query = CollectionModel.RandomVector(random, CollectionModel.Dimensions);
        int year = random.Next(1990, 2010);
        (Filter? Filter, Func<ModelDocument, bool> Matches)[] filters =
        [
            (null, _ => true),
            ($"year >= {year}", document => document.Year >= year),
            ("word in ('cat', 'dog') or tags contain_any ('bee')",
                document => document.Word is "cat" or "dog" || (document.Tags?.Contains("bee") ?? false)),
            (Filter.Not(Filter.Equal("word", "cat")), document => document.Word != "cat"),
        ];
        foreach ((Filter? filter, Func<ModelDocument, bool> matches) in filters)
        {
            (int Key, double Distance)[] expected = [.. model.Nearest(query, matches).Take(12)];
            CheckHits(collection.Search(new VectorQuery("embedding", query) { Top = 12, Filter = filter, Exact = true }), expected, where);
            CheckHits(collection.Search(new VectorQuery("embedding", query) { Top = 12, Filter = filter, Ef = 2 * Keys }), expected, where);
        }
    }

    private static void CheckHits(IReadOnlyList<SearchHit> hits, (int Key, double Distance)[] expected, string where)
    {
        Assert.True(hits.Select(hit => (int)hit.Key.Value).SequenceEqual(expected.Select(hit => hit.Key)), where);
        for (int i = 0; i < hits.Count; i++)
            Assert.Equal(expected[i].Distance, hits[i].Score, 1e-6);
    }

    private static void CheckQuery(Collection collection, CollectionModel model, Random random, string where)
    {
        int skip = random.Next(20);
        IReadOnlyList<Document> found = collection.Query(new FilterQuery
        {
            Filter = "weight < 0.5 and word is not null",
            OrderBy = [new SortField("word", Descending: true), new SortField("year"), new SortField("weight")],
            Skip = skip,
            Top = 15,
        });
        IEnumerable<int> expected = model.Documents.Where(entry => entry.Value.Weight < 0.5 && entry.Value.Word is not null)
            .OrderByDescending(entry => entry.Value.Word, StringComparer.Ordinal)
            .ThenBy(entry => entry.Value.Year)
            .ThenBy(entry => entry.Value.Weight)
            .Skip(skip)
            .Take(15)
            .Select(entry => entry.Key);
        Assert.True(found.Select(document => (int)document.Key.Value).SequenceEqual(expected), where);
    }
}
